package dev.tideway.preflight;

import dev.tideway.preflight.Check.OfFacts;
import dev.tideway.preflight.Check.OfSource;
import dev.tideway.preflight.Check.OfTarget;
import java.util.List;

/** All checks, in the order in which their findings are listed. */
final class Checks {
  static final List<Check> ALL =
      List.of(
          new OfFacts("source version", SourceChecks::version),
          new OfFacts("source is a writer", SourceChecks::writer),
          new OfFacts("binary log on", SourceChecks::binlogOn),
          new OfFacts("binary log by rows", SourceChecks::binlogFormat),
          new OfFacts("whole rows in the binary log", SourceChecks::rowImage),
          new OfFacts("whole JSON values in the binary log", SourceChecks::rowValueOptions),
          new OfFacts("binary log not compressed", SourceChecks::compression),
          new OfFacts("no enhanced binary log", SourceChecks::enhanced),
          new OfFacts("checksums of the binary log", SourceChecks::checksum),
          new OfFacts("server id", SourceChecks::serverId),
          new OfFacts("binary log kept long enough", SourceChecks::retention),
          new OfFacts("binary log not limited in size", SourceChecks::space),
          new OfSource("no huge transactions in the binary log", SourceQuestions::hugeLogs),
          new OfSource("sessions older than binlog_format", SourceQuestions::oldSessions),
          new OfSource("filters of the binary log", SourceQuestions::filters),
          new OfSource("the source's own replication", SourceQuestions::replica),
          new OfSource("long transactions", SourceQuestions::longTransactions),
          new OfSource("prepared XA transactions", SourceQuestions::xa),
          new OfSource("connections of the source", SourceQuestions::connections),
          new OfFacts("TLS that the source demands", ServerChecks::secureTransport),
          new OfFacts("limits on statements of the source", ServerChecks::statementLimit),
          new OfFacts("time zone of the source", ServerChecks::timeZone),
          new OfFacts("modes of SQL", ServerChecks::sqlMode),
          new OfFacts("packets", ServerChecks::packets),
          new OfFacts("capital letters in names", ServerChecks::lowerCaseNames),
          new OfSource("right to read the binary log", RightsChecks::replicationSlave),
          new OfSource("right to read the position", RightsChecks::replicationClient),
          new OfSource("right to read every table", RightsChecks::select),
          new OfSource("right to see triggers and events", RightsChecks::programs),
          new OfSource("events that write", WriterChecks::events),
          new OfSource("accounts that read_only does not bind", WriterChecks::accounts),
          new OfFacts("target is TiDB", TargetChecks::version),
          new OfFacts("capabilities of the target", TargetChecks::features),
          new OfFacts("user name of the target", TargetChecks::userName),
          new OfFacts("region of the target", TargetChecks::region),
          new OfFacts("port of the target", TargetChecks::port),
          new OfFacts("TLS of the target", TargetChecks::tls),
          new OfFacts("quota of the target", TargetChecks::quota),
          new OfFacts("connections that are cut", TargetChecks::cutConnections),
          new OfFacts("time zone of the target", TargetChecks::timeZone),
          new OfTarget("TLS versions of the target", TargetChecks::tlsVersion),
          new OfTarget("garbage collection of the target", TargetChecks::garbage),
          new OfTarget("collations of the target", TargetChecks::newCollation),
          new OfTarget("connections of the target", TargetChecks::connections),
          new OfTarget("target tables", TargetChecks::tables),
          new OfFacts("size of the replication instance", InstanceChecks::size),
          new OfFacts("selected schemas", SelectionChecks::schemas),
          new OfFacts("the schema test", SelectionChecks::test),
          new OfFacts("names", SelectionChecks::caseCollisions),
          new OfFacts("names AWS DMS cannot carry", SelectionChecks::quotedNames),
          new OfFacts("online schema changes", SelectionChecks::onlineChanges),
          new OfSource("triggers of online schema changes", SelectionChecks::onlineChangeTriggers),
          new OfFacts("keys", TableChecks::keys),
          new OfFacts("something to replicate", TableChecks::replicated),
          new OfFacts("LOB columns of tables without a key", TableChecks::keylessLobs),
          new OfFacts("engines", TableChecks::engines),
          new OfFacts("large values", TableChecks::largeValues),
          new OfFacts("large rows", TableChecks::largeRows),
          new OfFacts("generated columns", TableChecks::generatedColumns),
          new OfFacts("fractions of TIME", TableChecks::fractions),
          new OfFacts("limits of tables", TableChecks::limits),
          new OfFacts("cascades", TableChecks::cascades),
          new OfFacts("AUTO_INCREMENT", TableChecks::autoIncrement),
          new OfSource("rights on single columns", ObjectChecks::columnGrants));

  private Checks() {}
}

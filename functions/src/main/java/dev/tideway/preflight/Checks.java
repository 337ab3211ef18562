package dev.tideway.preflight;

import java.util.List;

/** All checks, in the order in which their findings are listed. */
final class Checks {
  static final List<Check> ALL =
      List.of(
          new Check("source version", SourceChecks::version),
          new Check("source is a writer", SourceChecks::writer),
          new Check("binary log on", SourceChecks::binlogOn),
          new Check("binary log by rows", SourceChecks::binlogFormat),
          new Check("whole rows in the binary log", SourceChecks::rowImage),
          new Check("whole JSON values in the binary log", SourceChecks::rowValueOptions),
          new Check("binary log not compressed", SourceChecks::compression),
          new Check("server id", SourceChecks::serverId),
          new Check("binary log kept long enough", SourceChecks::retention),
          new Check("target is TiDB", TargetChecks::version),
          new Check("target tables", TargetChecks::tables),
          new Check("selected schemas", SelectionChecks::schemas),
          new Check("names", SelectionChecks::caseCollisions),
          new Check("names AWS DMS cannot carry", SelectionChecks::quotedNames),
          new Check("keys", TableChecks::keys),
          new Check("engines", TableChecks::engines),
          new Check("large values", TableChecks::largeValues));

  private Checks() {}
}

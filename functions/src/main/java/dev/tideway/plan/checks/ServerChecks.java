package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Flavour;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks of the source server's settings except those of the binary log. */
final class ServerChecks {
  private static final Set<String> UTC = Set.of("utc", "gmt", "+00:00", "etc/utc", "");

  /** SQL modes that change the meaning of a statement. The target's modes are compared with the source's. */
  private static final Set<String> MEANINGFUL =
      Set.of(
          "STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "ONLY_FULL_GROUP_BY", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "ANSI_QUOTES", "PIPES_AS_CONCAT",
          "NO_BACKSLASH_ESCAPES", "PAD_CHAR_TO_FULL_LENGTH", "NO_UNSIGNED_SUBTRACTION", "REAL_AS_FLOAT", "HIGH_NOT_PRECEDENCE", "ERROR_FOR_DIVISION_BY_ZERO",
          "NO_AUTO_VALUE_ON_ZERO");

  private ServerChecks() {}

  static List<Finding> secureTransport(CheckContext s) {
    Server source = s.inventory().source();
    return ServerVariables.on(source, "require_secure_transport") && s.migration().source().tls() == Migration.Tls.none
        ? List.of(
            Finding.blocker(
                FindingCode.TLS_DEMANDED, "/source/tls", "none, while the source has require_secure_transport = ON", "verifyCa or verifyFull",
                "remove \"tls\": \"none\" from the request: verifyFull is the default; only a server with a private CA needs \"certificate\" too"))
        : List.of();
  }

  /** The full load of a table is one SELECT, which such a time limit would stop. */
  static List<Finding> statementLimit(CheckContext s) {
    Server source = s.inventory().source();
    return List.of("max_execution_time", "max_statement_time").stream()
        .filter(variable -> !ServerVariables.value(source, variable).isEmpty() && !ServerVariables.value(source, variable).matches("0(\\.0+)?"))
        .map(
            variable ->
                Finding.warning(
                    FindingCode.STATEMENT_TIME_LIMIT, "source " + variable, ServerVariables.value(source, variable), "0: the load of a table is one statement, which the limit would stop",
                    VariableChange.fix(source, variable, "0", true)))
        .toList();
  }

  /** The time zone of the source that AWS DMS receives. Without it DMS would assume UTC. */
  static List<Finding> timeZone(CheckContext s) {
    Server source = s.inventory().source();
    String zone = ServerVariables.value(source, "time_zone");
    String effective = zone.equalsIgnoreCase("SYSTEM") ? ServerVariables.value(source, "system_time_zone") : zone;
    if (UTC.contains(effective.toLowerCase(Locale.ROOT))) {
      return List.of();
    }
    // an abbreviation such as CEST is not the name of a zone with rules, and AWS DMS accepts names of zones
    return zone.equalsIgnoreCase("SYSTEM") && !effective.contains("/")
        ? List.of(
            Finding.warning(
                FindingCode.TIME_ZONE, "source time_zone", "SYSTEM, which is " + effective, "the name of a zone, which AWS DMS gets as ServerTimezone",
                VariableChange.fix(source, "time_zone", "UTC' or 'Europe/Berlin", true) + " (mysql_tzinfo_to_sql loads the names)"))
        : List.of(
            Finding.info(
                FindingCode.TIME_ZONE, "source time_zone", effective, "the same zone in AWS DMS: without it, AWS DMS would shift every TIMESTAMP",
                "nothing: the source endpoint gets ServerTimezone=" + effective));
  }

  static List<Finding> sqlMode(CheckContext s) {
    Set<String> source = modes(s.inventory().source());
    Set<String> target = modes(s.inventory().target());
    if (s.inventory().target().flavour() != Flavour.tidb || source.equals(target)) {
      return List.of();
    }
    Set<String> stricter = new TreeSet<>(target);
    stricter.removeAll(source);
    Set<String> missing = new TreeSet<>(source);
    missing.removeAll(target);
    return List.of(
        Finding.info(
            FindingCode.SQL_MODES_DIFFER, "sql_mode", "the target has in addition " + list(stricter) + "; only the source has " + list(missing),
            "the same modes in the application's sessions: with different modes its statements may fail or work differently after the switch",
            "SET GLOBAL sql_mode = '" + ServerVariables.value(s.inventory().source(), "sql_mode") + "' on the target before the switch, or change the application"));
  }

  private static String list(Set<String> modes) {
    return modes.isEmpty() ? "none" : String.join(", ", modes);
  }

  private static Set<String> modes(Server server) {
    return Arrays.stream(ServerVariables.value(server, "sql_mode").split(",", -1))
        .map(m -> m.strip().toUpperCase(Locale.ROOT))
        .filter(MEANINGFUL::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A row that AWS DMS reads must fit into the maximum packet of the source and of the target. */
  static List<Finding> packets(CheckContext s) {
    long largest = s.inventory().tables().stream().flatMap(t -> t.lobMaxima().values().stream()).mapToLong(Long::longValue).max().orElse(0);
    List<Finding> findings = new ArrayList<>();
    for (String side : List.of("source", "target")) {
      Server server = side.equals("source") ? s.inventory().source() : s.inventory().target();
      long packet = ServerVariables.number(server, "max_allowed_packet").orElse(Long.MAX_VALUE);
      // hexadecimal literals of binary values are twice as long
      if (largest > 0 && packet < 2 * largest + 65_536) {
        findings.add(
            Finding.warning(
                FindingCode.PACKET_TOO_SMALL, side + " max_allowed_packet", packet + " bytes", (2 * largest + 65_536) + " bytes: the longest value has " + largest,
                side.equals("source")
                    ? VariableChange.fix(server, "max_allowed_packet", "67108864", true)
                    : "SET GLOBAL max_allowed_packet = 67108864 on the target (TiDB Cloud Starter and Essential: not changeable; shorten the value)"));
      }
    }
    return findings;
  }

  static List<Finding> lowerCaseNames(CheckContext s) {
    Server source = s.inventory().source();
    if (!ServerVariables.value(source, "lower_case_table_names").equals("0")) {
      return List.of();
    }
    List<String> mixed =
        s.inventory().tables().stream()
            .map(Table::id)
            .filter(id -> !id.toString().equals(id.toString().toLowerCase(Locale.ROOT)))
            .map(Object::toString)
            .toList();
    return mixed.isEmpty()
        ? List.of()
        : List.of(
            Finding.info(
                FindingCode.CAPITAL_LETTERS, "source lower_case_table_names", "0, and " + mixed.size() + " names with capital letters, such as " + mixed.getFirst(),
                "for your information: TiDB compares table names in lower case, so a name in the wrong case, which failed before, works after the switch",
                "nothing"));
  }
}

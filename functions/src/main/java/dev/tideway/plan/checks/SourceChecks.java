package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Flavour;
import dev.tideway.model.Server;
import java.util.List;
import java.util.Optional;

/** Checks of the binary log, from the source server's settings. */
final class SourceChecks {
  private static final String SOURCE = "source";
  private static final String RDS_RETENTION = "rds_binlog_retention_hours";
  private static final long DAY_SECONDS = 86_400;
  private static final long DAY_HOURS = 24;
  private static final long SECONDS_OF_HOUR = 3_600;
  private static final long MOST_RDS_HOURS = 2_160;

  private SourceChecks() {}

  static List<Finding> version(CheckContext s) {
    Server source = s.inventory().source();
    boolean mariadb = source.version().contains("MariaDB");
    boolean supported =
        source.flavour() != Flavour.tidb
            && ServerVersion.of(source.version()).filter(v -> mariadb ? v.atLeast(10, 2) : v.atLeast(5, 7)).isPresent();
    return supported
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.SOURCE_VERSION, SOURCE, source.version(), "MySQL 5.7 or newer, or MariaDB 10.2 or newer", "upgrade the source, or migrate from an upgraded replica"));
  }

  static List<Finding> writer(CheckContext s) {
    Server source = s.inventory().source();
    boolean reader = source.flavour() == Flavour.aurora && ServerVariables.on(source, "innodb_read_only");
    return reader
        ? List.of(
            Finding.blocker(
                FindingCode.AURORA_READER, SOURCE, "an Aurora reader, from which AWS DMS cannot replicate", "the writer",
                "put the cluster's writer endpoint into the source's secret"))
        : List.of();
  }

  static List<Finding> binlogOn(CheckContext s) {
    Server source = s.inventory().source();
    return ServerVariables.on(source, "log_bin")
        ? List.of()
        : List.of(
            Finding.blocker(FindingCode.BINLOG_OFF, "source log_bin", ServerVariables.shown(source, "log_bin"), "ON", VariableChange.binlogOn(source)));
  }

  static List<Finding> binlogFormat(CheckContext s) {
    return needs(s.inventory().source(), FindingCode.BINLOG_FORMAT, "binlog_format", "ROW");
  }

  static List<Finding> rowImage(CheckContext s) {
    return needs(s.inventory().source(), FindingCode.BINLOG_ROW_IMAGE, "binlog_row_image", "FULL");
  }

  private static List<Finding> needs(Server source, FindingCode code, String variable, String needed) {
    String found = source.variables().getOrDefault(variable, "");
    return found.equalsIgnoreCase(needed)
        ? List.of()
        : List.of(Finding.blocker(code, SOURCE + " " + variable, ServerVariables.shown(source, variable), needed, VariableChange.fix(source, variable, needed, true)));
  }

  static List<Finding> rowValueOptions(CheckContext s) {
    Server source = s.inventory().source();
    String found = source.variables().getOrDefault("binlog_row_value_options", "");
    return found.isEmpty()
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.PARTIAL_JSON, "source binlog_row_value_options", found, "empty: AWS DMS cannot read partial JSON values",
                VariableChange.fix(source, "binlog_row_value_options", "", true)));
  }

  static List<Finding> compression(CheckContext s) {
    Server source = s.inventory().source();
    return List.of("binlog_transaction_compression", "log_bin_compress").stream()
        .filter(variable -> ServerVariables.on(source, variable))
        .map(
            variable ->
                Finding.blocker(
                    FindingCode.BINLOG_COMPRESSED, "source " + variable, "ON", "OFF: AWS DMS cannot read compressed events", VariableChange.fix(source, variable, "OFF", true)))
        .toList();
  }

  static List<Finding> serverId(CheckContext s) {
    Server source = s.inventory().source();
    String found = source.variables().getOrDefault("server_id", "0");
    return found.equals("0")
        ? List.of(Finding.blocker(FindingCode.SERVER_ID_ZERO, "source server_id", found, "1 or more", VariableChange.fix(source, "server_id", "1", true)))
        : List.of();
  }

  /** AWS DMS requires a day. Tideway requires more if the load, the index build and one reload of the same length take longer. */
  static List<Finding> retention(CheckContext s) {
    Server source = s.inventory().source();
    if (!ServerVariables.on(source, "log_bin")) {
      return List.of();
    }
    List<Finding> tooShort = VariableChange.managed(source) ? managedRetention(source) : ownRetention(source);
    return tooShort.isEmpty() ? againstEstimate(s) : tooShort;
  }

  private static List<Finding> againstEstimate(CheckContext s) {
    Server source = s.inventory().source();
    Optional<Long> kept =
        VariableChange.managed(source)
            ? ServerVariables.number(source, RDS_RETENTION).map(hours -> hours * SECONDS_OF_HOUR)
            : ownSeconds(source);
    long once = s.estimates().loadSeconds() + s.estimates().indexSeconds();
    long needed = 3 * once + s.estimates().verifySeconds();
    if (kept.isEmpty() || kept.get() >= needed) {
      return List.of();
    }
    String object = "source binlog retention";
    String found = kept.get() / SECONDS_OF_HOUR + " h";
    String wanted =
        "at least " + (needed / SECONDS_OF_HOUR + 1) + " h: load and index build are estimated at " + (once / SECONDS_OF_HOUR + 1)
            + " h, a reload takes the same time again, and so does the margin";
    long hours = needed / SECONDS_OF_HOUR + 24;
    String fix =
        VariableChange.managed(source)
            ? "CALL mysql.rds_set_configuration('binlog retention hours', " + Math.min(hours, MOST_RDS_HOURS) + ")"
            : VariableChange.fix(source, retentionVariable(source), Long.toString(unit(source, hours)), true);
    return List.of(
        kept.get() < once + s.estimates().verifySeconds()
            ? Finding.blocker(FindingCode.BINLOG_SHORTER_THAN_LOAD, object, found, wanted, fix)
            : Finding.warning(FindingCode.BINLOG_SHORTER_THAN_LOAD, object, found, wanted, fix));
  }

  /** MySQL 5.7 counts days and has no other variable. */
  private static String retentionVariable(Server source) {
    return source.variables().containsKey("binlog_expire_logs_seconds") ? "binlog_expire_logs_seconds" : "expire_logs_days";
  }

  private static long unit(Server source, long hours) {
    return retentionVariable(source).equals("expire_logs_days") ? (hours + 23) / 24 : hours * SECONDS_OF_HOUR;
  }

  /** Empty if the log is never removed automatically. */
  private static Optional<Long> ownSeconds(Server source) {
    return ServerVariables.number(source, "binlog_expire_logs_seconds")
        .filter(n -> n > 0)
        .or(() -> ServerVariables.number(source, "expire_logs_days").map(d -> d * DAY_SECONDS))
        .filter(n -> n > 0);
  }

  /** Enhanced binlog writes no file that a replication client can read. */
  static List<Finding> enhanced(CheckContext s) {
    Server source = s.inventory().source();
    boolean enhanced = ServerVariables.on(source, "aurora_enhanced_binlog") || ServerVariables.value(source, "aurora_enhanced_binlog").equalsIgnoreCase("ACTIVE");
    return enhanced
        ? List.of(
            Finding.blocker(
                FindingCode.ENHANCED_BINLOG, "source aurora_enhanced_binlog", ServerVariables.shown(source, "aurora_enhanced_binlog"), "0: AWS DMS cannot read the enhanced binary log",
                "set aurora_enhanced_binlog = 0, binlog_backup = 1 and binlog_replication_globaldb = 1 in the DB cluster parameter group and reboot the"
                    + " writer instance"))
        : List.of();
  }

  /** AWS DMS 3.5 and later read NONE and CRC32. */
  static List<Finding> checksum(CheckContext s) {
    Server source = s.inventory().source();
    String found = ServerVariables.value(source, "binlog_checksum");
    return found.isEmpty() || found.equalsIgnoreCase("NONE") || found.equalsIgnoreCase("CRC32")
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.BINLOG_CHECKSUM, "source binlog_checksum", found, "CRC32 or NONE, which AWS DMS can read", VariableChange.fix(source, "binlog_checksum", "CRC32", true)));
  }

  /** Limits on space remove binary logs regardless of their age. */
  static List<Finding> space(CheckContext s) {
    Server source = s.inventory().source();
    return List.of("max_binlog_total_size", "binlog_space_limit").stream()
        .filter(variable -> ServerVariables.number(source, variable).filter(n -> n > 0).isPresent())
        .map(
            variable ->
                Finding.warning(
                    FindingCode.BINLOG_SIZE_LIMIT, "source " + variable, ServerVariables.value(source, variable) + " bytes", "0: the server deletes binary logs above the limit although the migration still needs them",
                    VariableChange.fix(source, variable, "0", !variable.equals("binlog_space_limit"))))
        .toList();
  }

  private static List<Finding> managedRetention(Server source) {
    Optional<Long> hours = ServerVariables.number(source, RDS_RETENTION);
    if (hours.filter(h -> h >= DAY_HOURS).isPresent()) {
      return List.of();
    }
    return List.of(
        Finding.blocker(
            FindingCode.BINLOG_RETENTION,
            "source binlog retention hours",
            hours.map(h -> h + " h").orElse("not set, or not readable: the server deletes the log as soon as possible"),
            "24 h or more, better 168 h",
            "CALL mysql.rds_set_configuration('binlog retention hours', 168); if it is set already, GRANT SELECT ON mysql.rds_configuration to the"
                + " source's user"));
  }

  private static List<Finding> ownRetention(Server source) {
    Optional<Long> seconds = ownSeconds(source);
    return seconds.filter(n -> n < DAY_SECONDS).isEmpty()
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.BINLOG_RETENTION, "source binlog_expire_logs_seconds", seconds.get() + " s", DAY_SECONDS + " s or more, better 604800 s",
                VariableChange.fix(source, "binlog_expire_logs_seconds", "604800", true)));
  }
}

package dev.tideway.preflight;

import dev.tideway.catalog.Flavour;
import dev.tideway.catalog.Server;
import dev.tideway.request.Finding;
import java.util.List;
import java.util.Optional;

/** Checks of the source server's settings. */
final class SourceChecks {
  private static final String SOURCE = "source";
  private static final String RDS_RETENTION = "rds_binlog_retention_hours";
  private static final long DAY_SECONDS = 86_400;
  private static final long DAY_HOURS = 24;

  private SourceChecks() {}

  static List<Finding> version(Situation s) {
    Server source = s.inventory().source();
    boolean mariadb = source.version().contains("MariaDB");
    boolean supported =
        source.flavour() != Flavour.tidb
            && Version.of(source.version()).filter(v -> mariadb ? v.atLeast(10, 2) : v.atLeast(5, 7)).isPresent();
    return supported
        ? List.of()
        : List.of(
            Finding.blocker(
                "TW-P020", SOURCE, source.version(), "MySQL 5.7 or newer, or MariaDB 10.2 or newer", "upgrade the source, or migrate from an upgraded replica"));
  }

  static List<Finding> writer(Situation s) {
    Server source = s.inventory().source();
    boolean reader = source.flavour() == Flavour.aurora && on(source, "innodb_read_only");
    return reader
        ? List.of(
            Finding.blocker(
                "TW-P029", SOURCE, "an Aurora reader, from which AWS DMS cannot replicate", "the writer",
                "put the cluster's writer endpoint into the source's secret"))
        : List.of();
  }

  static List<Finding> binlogOn(Situation s) {
    Server source = s.inventory().source();
    return on(source, "log_bin")
        ? List.of()
        : List.of(
            Finding.blocker("TW-P022", "source log_bin", value(source, "log_bin"), "ON", Setting.binlogOn(source)));
  }

  static List<Finding> binlogFormat(Situation s) {
    return needs(s.inventory().source(), "TW-P023", "binlog_format", "ROW");
  }

  static List<Finding> rowImage(Situation s) {
    return needs(s.inventory().source(), "TW-P024", "binlog_row_image", "FULL");
  }

  private static List<Finding> needs(Server source, String code, String variable, String needed) {
    String found = source.variables().getOrDefault(variable, "");
    return found.equalsIgnoreCase(needed)
        ? List.of()
        : List.of(Finding.blocker(code, SOURCE + " " + variable, value(source, variable), needed, Setting.fix(source, variable, needed, true)));
  }

  static List<Finding> rowValueOptions(Situation s) {
    Server source = s.inventory().source();
    String found = source.variables().getOrDefault("binlog_row_value_options", "");
    return found.isEmpty()
        ? List.of()
        : List.of(
            Finding.blocker(
                "TW-P028", "source binlog_row_value_options", found, "empty: AWS DMS cannot read partial JSON values",
                Setting.fix(source, "binlog_row_value_options", "", true)));
  }

  static List<Finding> compression(Situation s) {
    Server source = s.inventory().source();
    return List.of("binlog_transaction_compression", "log_bin_compress").stream()
        .filter(variable -> on(source, variable))
        .map(
            variable ->
                Finding.blocker(
                    "TW-P027", "source " + variable, "ON", "OFF: AWS DMS cannot read compressed events", Setting.fix(source, variable, "OFF", true)))
        .toList();
  }

  static List<Finding> serverId(Situation s) {
    Server source = s.inventory().source();
    String found = source.variables().getOrDefault("server_id", "0");
    return found.equals("0")
        ? List.of(Finding.blocker("TW-P025", "source server_id", found, "1 or more", Setting.fix(source, "server_id", "1", true)))
        : List.of();
  }

  /** A day is what AWS DMS asks for; a load with index build can last longer, so an unlimited or longer time is better. */
  static List<Finding> retention(Situation s) {
    Server source = s.inventory().source();
    if (!on(source, "log_bin")) {
      return List.of();
    }
    return Setting.managed(source) ? managedRetention(source) : ownRetention(source);
  }

  private static List<Finding> managedRetention(Server source) {
    Optional<Long> hours = number(source, RDS_RETENTION);
    if (hours.filter(h -> h >= DAY_HOURS).isPresent()) {
      return List.of();
    }
    return List.of(
        Finding.blocker(
            "TW-P026",
            "source binlog retention hours",
            hours.map(h -> h + " h").orElse("not set, or not readable: the log is removed as soon as possible"),
            "24 h or more, better 168 h",
            "CALL mysql.rds_set_configuration('binlog retention hours', 168); if it is set already, GRANT SELECT ON mysql.rds_configuration to the"
                + " source's user"));
  }

  private static List<Finding> ownRetention(Server source) {
    Optional<Long> seconds =
        number(source, "binlog_expire_logs_seconds").filter(n -> n > 0).or(() -> number(source, "expire_logs_days").map(d -> d * DAY_SECONDS));
    // 0 everywhere: the log is never removed by itself
    return seconds.filter(n -> n > 0 && n < DAY_SECONDS).isEmpty()
        ? List.of()
        : List.of(
            Finding.blocker(
                "TW-P026", "source binlog_expire_logs_seconds", seconds.get() + " s", DAY_SECONDS + " s or more, better 604800 s",
                Setting.fix(source, "binlog_expire_logs_seconds", "604800", true)));
  }

  private static Optional<Long> number(Server source, String variable) {
    return Optional.ofNullable(source.variables().get(variable)).filter(v -> v.matches("\\d+")).map(Long::valueOf);
  }

  private static boolean on(Server source, String variable) {
    String value = source.variables().getOrDefault(variable, "");
    return value.equalsIgnoreCase("ON") || value.equals("1");
  }

  private static String value(Server source, String variable) {
    return source.variables().getOrDefault(variable, "nothing");
  }
}

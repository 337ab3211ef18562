package dev.tideway.model;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a server's properties: version, variables that the checks use, collations. */
public final class ServerReader {
  /** The variable that stores the retention set by {@code mysql.rds_set_configuration}, in hours. */
  static final String RDS_RETENTION = "rds_binlog_retention_hours";

  private static final Set<String> VARIABLES =
      Set.of(
          "aurora_enhanced_binlog",
          "aurora_version",
          "basedir",
          "binlog_checksum",
          "binlog_expire_logs_seconds",
          "binlog_format",
          "binlog_row_image",
          "binlog_row_value_options",
          "binlog_space_limit",
          "binlog_transaction_compression",
          "expire_logs_days",
          "innodb_native_foreign_keys",
          "innodb_read_only",
          "log_bin",
          "log_bin_compress",
          "log_replica_updates",
          "log_slave_updates",
          "lower_case_table_names",
          "max_allowed_packet",
          "max_binlog_total_size",
          "max_connections",
          "max_execution_time",
          "max_statement_time",
          "read_only",
          "require_secure_transport",
          "server_id",
          "show_gipk_in_create_table_and_information_schema",
          "sql_mode",
          "system_time_zone",
          "tidb_allow_function_for_expression_index",
          "tidb_enable_check_constraint",
          "time_zone",
          "version_comment");

  private ServerReader() {}

  public static Server read(Connection connection) throws SQLException {
    String version = Rows.first(connection, "SELECT VERSION()").orElse("");
    Map<String, String> variables = new TreeMap<>();
    Rows.each(
        connection,
        "SHOW GLOBAL VARIABLES",
        List.of(),
        row -> {
          String name = row.at(1).orElse("").toLowerCase(Locale.ROOT);
          if (VARIABLES.contains(name)) {
            variables.put(name, row.at(2).orElse(""));
          }
        });
    Flavour flavour = flavour(version, variables);
    if (flavour == Flavour.rds || flavour == Flavour.aurora) {
      readRetention(connection, variables);
    }
    if (variables.getOrDefault("innodb_native_foreign_keys", "").equals("OFF") && !replica(connection)) {
      variables.put(Server.CASCADES_IN_BINLOG, "ON");
    }
    return new Server(flavour, version, variables, firstColumn(connection, "SHOW COLLATION"), firstColumn(connection, "SHOW CHARACTER SET"));
  }

  /** MariaDB on RDS counts as RDS, because the difference is how a setting is changed. Its version still contains MariaDB. */
  static Flavour flavour(String version, Map<String, String> variables) {
    if (version.contains("TiDB")) {
      return Flavour.tidb;
    }
    if (variables.containsKey("aurora_version")) {
      return Flavour.aurora;
    }
    if (variables.getOrDefault("basedir", "").startsWith("/rdsdbbin")) {
      return Flavour.rds;
    }
    if (version.contains("MariaDB")) {
      return Flavour.mariadb;
    }
    return version.matches("\\d+\\.\\d+\\.\\d+.*") ? Flavour.mysql : Flavour.unknown;
  }

  /** Reads the retention. Without the right to read it the variable stays absent, and the retention check reports that. */
  private static void readRetention(Connection connection, Map<String, String> variables) {
    try {
      Rows.first(connection, "SELECT value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'")
          .ifPresent(hours -> variables.put(RDS_RETENTION, hours));
    } catch (SQLException e) {
      variables.remove(RDS_RETENTION);
    }
  }

  /**
   * Whether the server receives rows from another server, which may cascade inside InnoDB. A replica repeats each change in the way of its source,
   * whatever its own variable is. Without the right to read this, the server counts as a replica.
   */
  private static boolean replica(Connection connection) {
    try {
      List<String> sources = new ArrayList<>();
      Rows.each(connection, "SHOW REPLICA STATUS", List.of(), row -> sources.add("one"));
      return !sources.isEmpty();
    } catch (SQLException e) {
      return true;
    }
  }

  private static Set<String> firstColumn(Connection connection, String sql) throws SQLException {
    Set<String> names = new TreeSet<>();
    Rows.each(connection, sql, List.of(), row -> row.at(1).ifPresent(names::add));
    return names;
  }
}

package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Rows;
import dev.tideway.model.BinlogPosition;
import dev.tideway.model.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks of the current state of the live source. */
final class SourceQuestions {
  private static final int SYNTAX = 1064;
  private static final int NOT_ALLOWED = 1227;
  private static final long LARGEST_LOG = 4L << 30;
  private static final int LONG_TRANSACTION_SECONDS = 300;
  private static final int LAG_SECONDS = 60;

  private SourceQuestions() {}

  private static final List<String> REPLICA = List.of("SHOW SLAVE STATUS", "SHOW REPLICA STATUS");

  /** Runs the first statement whose syntax the server supports. */
  static void either(Connection connection, List<String> statements, Rows.Reader reader) throws SQLException {
    SQLException unknown = null;
    for (String sql : statements) {
      try {
        Rows.each(connection, sql, List.of(), reader);
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != SYNTAX) {
          throw e;
        }
        unknown = e;
      }
    }
    throw unknown;
  }

  /**
   * A transaction is always written to one log file, so a file far larger than max_binlog_size contains a huge transaction (AWS DMS user guide,
   * limitations of MySQL as a source).
   */
  static List<Finding> hugeLogs(CheckContext s, Connection connection) throws SQLException {
    if (!ServerVariables.on(s.inventory().source(), "log_bin")) {
      return List.of();
    }
    Map<String, Long> sizes = new TreeMap<>();
    try {
      Rows.each(connection, "SHOW BINARY LOGS", List.of(), row -> sizes.put(row.text("Log_name"), row.number("File_size")));
    } catch (SQLException e) {
      if (e.getErrorCode() == NOT_ALLOWED) {
        // another finding reports the missing right
        return List.of();
      }
      throw e;
    }
    return hugeLogs(sizes);
  }

  static List<Finding> hugeLogs(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .filter(log -> log.getValue() > LARGEST_LOG)
        .map(
            log ->
                Finding.warning(
                    FindingCode.LARGE_BINLOG, log.getKey(), "a binary log of " + ReadableSizes.text(log.getValue()), "logs of at most " + ReadableSizes.text(LARGEST_LOG) + ": AWS DMS reads no larger log",
                    "write in smaller transactions until the cutover: only a single transaction makes a log larger than max_binlog_size"))
        .toList();
  }

  /** Reports filters that leave schemas of the selection out of the binary log. */
  static List<Finding> filters(CheckContext s, Connection connection) throws SQLException {
    if (!ServerVariables.on(s.inventory().source(), "log_bin")) {
      return List.of();
    }
    List<String> only = new ArrayList<>();
    List<String> without = new ArrayList<>();
    either(
        connection,
        BinlogPosition.STATEMENTS,
        row -> {
          only.addAll(names(row.text("Binlog_Do_DB")));
          without.addAll(names(row.text("Binlog_Ignore_DB")));
        });
    return s.inventory().schemas().keySet().stream()
        .filter(schema -> without.contains(schema) || (!only.isEmpty() && !only.contains(schema)))
        .map(
            schema ->
                Finding.blocker(
                    FindingCode.BINLOG_FILTER, schema, without.contains(schema) ? "left out by binlog_ignore_db" : "not among binlog_do_db: " + String.join(", ", only),
                    "changes of every selected schema in the binary log",
                    "remove binlog_do_db and binlog_ignore_db from my.cnf (or name the schema) and restart the server"))
        .toList();
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  /** If the source is a replica itself, problems of its own replication affect the migration. */
  static List<Finding> replica(CheckContext s, Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    either(
        connection,
        REPLICA,
        row -> {
          String io = row.optional("Slave_IO_Running").or(() -> maybe(row, "Replica_IO_Running")).orElse("");
          String sql = row.optional("Slave_SQL_Running").or(() -> maybe(row, "Replica_SQL_Running")).orElse("");
          Optional<String> lag = row.optional("Seconds_Behind_Master").or(() -> maybe(row, "Seconds_Behind_Source"));
          findings.addAll(replica(s.inventory().source(), io, sql, lag));
        });
    return findings;
  }

  private static Optional<String> maybe(Rows.Row row, String column) {
    try {
      return row.optional(column);
    } catch (SQLException e) {
      throw new IllegalStateException("a column that exists cannot be read", e);
    }
  }

  static List<Finding> replica(Server source, String io, String sql, Optional<String> lag) {
    List<Finding> findings = new ArrayList<>();
    String updates = source.variables().containsKey("log_replica_updates") ? "log_replica_updates" : "log_slave_updates";
    if (source.variables().containsKey(updates) && !ServerVariables.on(source, updates)) {
      findings.add(
          Finding.blocker(
              FindingCode.REPLICA_WITHOUT_UPDATES, "source " + updates, "OFF on a replica", "ON: without it, the primary's changes are not in the replica's binary log",
              VariableChange.fix(source, updates, "ON", false)));
    }
    if (!io.equalsIgnoreCase("Yes") || !sql.equalsIgnoreCase("Yes")) {
      findings.add(
          Finding.blocker(
              FindingCode.REPLICA, "source", "a replica with stopped replication (IO " + io + ", SQL " + sql + ")", "a replica that replicates, or the primary itself",
              VariableChange.managed(source) ? "CALL mysql.rds_start_replication" : "SHOW REPLICA STATUS shows why; START REPLICA (MariaDB and MySQL before 8.0.22: START SLAVE)"));
    } else if (lag.filter(l -> l.matches("\\d+") && Long.parseLong(l) > LAG_SECONDS).isPresent()) {
      findings.add(
          Finding.warning(
              FindingCode.REPLICA, "source", "a replica " + lag.get() + " s behind", "a replica that is up to date: its lag adds to the write downtime",
              "migrate from the primary, or let the replica catch up before the cutover"));
    } else {
      findings.add(
          Finding.info(
              FindingCode.REPLICA, "source", "a replica", "a freeze of its primary too: changes arrive as long as an application writes there",
              "freeze the primary at the cutover"));
    }
    return findings;
  }

  /** A changed binlog_format applies only to sessions that begin afterwards. */
  static List<Finding> oldSessions(CheckContext s, Connection connection) throws SQLException {
    Server source = s.inventory().source();
    if (!ServerVariables.value(source, "binlog_format").equalsIgnoreCase("ROW")) {
      return List.of();
    }
    return ServerVariables.mariadb(source) ? mariadbSessions(source, connection) : mysqlSessions(source, connection);
  }

  private static List<Finding> mysqlSessions(Server source, Connection connection) throws SQLException {
    try {
      String count =
          Rows.first(
                  connection,
                  """
                  SELECT COUNT(*) FROM performance_schema.variables_by_thread
                  WHERE VARIABLE_NAME = 'binlog_format' AND VARIABLE_VALUE <> 'ROW'""")
              .orElse("0");
      return count.equals("0") ? List.of() : List.of(old(source, count + " sessions that still write the binary log in a different format"));
    } catch (SQLException e) {
      // the table exists from 5.7 on, and not if the server was built without the performance schema
      if (e.getErrorCode() == DatabaseErrors.NO_SUCH_TABLE) {
        return List.of();
      }
      throw e;
    }
  }

  /** MariaDB does not show the variables of other sessions, but shows how the global variable was set. */
  private static List<Finding> mariadbSessions(Server source, Connection connection) throws SQLException {
    String origin =
        Rows.first(connection, "SELECT GLOBAL_VALUE_ORIGIN FROM information_schema.SYSTEM_VARIABLES WHERE VARIABLE_NAME = 'BINLOG_FORMAT'").orElse("");
    if (!origin.equals("SQL")) {
      return List.of();
    }
    String count =
        Rows.first(
                connection,
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER NOT IN ('system user', 'event_scheduler')")
            .orElse("0");
    return count.equals("0")
        ? List.of()
        : List.of(old(source, "binlog_format was set while the server ran, and " + count + " sessions may be older than this change"));
  }

  private static Finding old(Server source, String found) {
    return Finding.warning(
        FindingCode.OLD_SESSIONS, "source sessions", found, "sessions that all write rows",
        (VariableChange.managed(source) ? "CALL mysql.rds_kill(id) for each, or reboot the instance" : "reconnect the application, or KILL each session")
            + "; pools keep connections for days");
  }

  /** AWS DMS sees a change only at its commit, and waits for transactions that are open at the start of the load. */
  static List<Finding> longTransactions(CheckContext s, Connection connection) throws SQLException {
    return longTransactions(connection, LONG_TRANSACTION_SECONDS);
  }

  static List<Finding> longTransactions(Connection connection, int seconds) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Rows.each(
        connection,
        """
        SELECT COUNT(*) AS N, MAX(TIMESTAMPDIFF(SECOND, trx_started, NOW())) AS SECONDS, MAX(trx_mysql_thread_id) AS EXAMPLE
        FROM information_schema.INNODB_TRX WHERE trx_started < NOW() - INTERVAL ? SECOND""",
        List.of(Integer.toString(seconds)),
        row -> {
          if (row.number("N") > 0) {
            findings.add(
                Finding.warning(
                    FindingCode.LONG_TRANSACTIONS, "source transactions", row.number("N") + " open for more than " + seconds + " s, the oldest for "
                        + row.number("SECONDS") + " s",
                    "no such transaction when the load starts: AWS DMS waits ten minutes for them and gets their changes late",
                    "end them, or KILL " + row.number("EXAMPLE") + "; SELECT * FROM information_schema.INNODB_TRX shows them"));
          }
        });
    return findings;
  }

  /** Prepared XA transactions hold changes that AWS DMS does not see unless they are committed. */
  static List<Finding> xa(CheckContext s, Connection connection) throws SQLException {
    int[] open = {0};
    Rows.each(connection, "XA RECOVER", List.of(), row -> open[0]++);
    return open[0] == 0
        ? List.of()
        : List.of(
            Finding.warning(
                FindingCode.XA_PREPARED, "source XA transactions", open[0] + " prepared, neither committed nor rolled back",
                "no prepared transaction: its changes are written to the binary log out of order", "XA RECOVER lists them; end each with XA COMMIT or XA ROLLBACK"));
  }

  static List<Finding> connections(CheckContext s, Connection connection) throws SQLException {
    long used = Rows.first(connection, "SHOW GLOBAL STATUS LIKE 'Max_used_connections'").isPresent() ? status(connection, "Max_used_connections") : 0;
    long most = ServerVariables.number(s.inventory().source(), "max_connections").orElse(Long.MAX_VALUE);
    return connections(s, "source", used, most);
  }

  /** The connections that AWS DMS opens for the load, and those of the functions that compare. */
  static List<Finding> connections(CheckContext s, String side, long used, long most) {
    long wanted = s.migration().replication().maxLoadTables() + 4L + s.migration().verification().threads() + 3L;
    if (most <= 0 || used + wanted <= most) {
      return List.of();
    }
    String fix =
        side.equals("source")
            ? VariableChange.fix(s.inventory().source(), "max_connections", Long.toString(used + wanted), true)
            : "raise max_connections on the target";
    return List.of(
        Finding.warning(
            FindingCode.CONNECTIONS_SCARCE, side + " max_connections", most + ", and up to " + used + " were in use at once",
            (used + wanted) + ": the migration uses up to " + wanted, fix + "; or lower \"maxLoadTables\" and \"threads\" in the request"));
  }

  static long status(Connection connection, String name) throws SQLException {
    long[] value = {0};
    Rows.each(
        connection,
        "SHOW GLOBAL STATUS LIKE '" + name + "'",
        List.of(),
        row -> value[0] = row.at(2).filter(v -> v.matches("\\d{1,18}")).map(Long::parseLong).orElse(0L));
    return value[0];
  }
}

package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.BinlogPosition;
import dev.tideway.model.Server;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks rights on the source with the account of the secret. So roles, partial revokes and rights on single columns count exactly as they will count for
 * AWS DMS, which activates no role by itself.
 */
final class RightsChecks {
  private static final int BATCH = 100;
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227, 1356, 1370, 1449);

  private RightsChecks() {}

  /** Statements that need exactly the right that a replication client needs. */
  static List<Finding> replicationSlave(CheckContext s, Connection connection) throws SQLException {
    Server source = s.inventory().source();
    if (!ServerVariables.mariadb(source)) {
      return tried(
          s, connection, List.of("SHOW SLAVE HOSTS", "SHOW REPLICAS"), FindingCode.REPLICATION_RIGHT_MISSING, "REPLICATION SLAVE", "AWS DMS cannot read changes from the binary log without it");
    }
    // MariaDB shows its replicas only to accounts with a different right, so here the grants in force are read
    boolean granted = grants(connection, true).stream().anyMatch(g -> g.matches("(?s)GRANT .*\\b(REPLICATION SLAVE|ALL PRIVILEGES)\\b.* ON \\*\\.\\* .*"));
    return granted ? List.of() : List.of(lacking(s, FindingCode.REPLICATION_RIGHT_MISSING, "REPLICATION SLAVE", "no such grant in force", "AWS DMS cannot read changes from the binary log without it"));
  }

  private static List<String> grants(Connection connection, boolean mariadb) throws SQLException {
    List<String> grants = new ArrayList<>();
    Rows.each(connection, "SHOW GRANTS", List.of(), row -> row.at(1).ifPresent(grants::add));
    // MySQL's list already contains the grants of the active roles
    if (mariadb && Rows.first(connection, "SELECT CURRENT_ROLE()").isPresent()) {
      Rows.each(connection, "SHOW GRANTS FOR CURRENT_ROLE", List.of(), row -> row.at(1).ifPresent(grants::add));
    }
    return grants;
  }

  static List<Finding> replicationClient(CheckContext s, Connection connection) throws SQLException {
    String right = ServerVariables.mariadb(s.inventory().source()) ? "BINLOG MONITOR" : "REPLICATION CLIENT";
    return tried(
        s, connection, BinlogPosition.STATEMENTS, FindingCode.POSITION_RIGHT_MISSING, right, "Tideway cannot read the position in the binary log without it");
  }

  private static List<Finding> tried(CheckContext s, Connection connection, List<String> statements, FindingCode code, String right, String why)
      throws SQLException {
    try {
      SourceQuestions.either(connection, statements, row -> {});
      return List.of();
    } catch (SQLException e) {
      if (DENIED.contains(e.getErrorCode())) {
        return List.of(lacking(s, code, right, "refused with error " + e.getErrorCode(), why));
      }
      throw e;
    }
  }

  private static Finding lacking(CheckContext s, FindingCode code, String right, String found, String why) {
    return Finding.blocker(
        code, "source account " + s.source().user(), "no privilege " + right + ": " + found, right + " on *.*, granted directly or by a default role; " + why,
        "GRANT " + right + " ON *.* TO " + account(s) + rolesHint(s));
  }

  private static String rolesHint(CheckContext s) {
    return ServerVariables.mariadb(s.inventory().source())
        ? "; a role counts only with SET DEFAULT ROLE"
        : "; a role counts only with SET DEFAULT ROLE or activate_all_roles_on_login";
  }

  private static String account(CheckContext s) {
    return Sql.text(s.source().user()) + "@'%'";
  }

  /** Checks every table, a hundred in one statement. A refused batch is halved until the table is known. */
  static List<Finding> select(CheckContext s, Connection connection) throws SQLException {
    List<TableId> names = new ArrayList<>(s.inventory().tables().stream().map(t -> t.id()).toList());
    s.inventory().views().stream().map(View::id).forEach(names::add);
    Set<TableId> refused = new TreeSet<>();
    for (int i = 0; i < names.size(); i += BATCH) {
      select(connection, names.subList(i, Math.min(i + BATCH, names.size())), refused);
    }
    return refused.stream()
        .map(
            table ->
                Finding.blocker(
                    FindingCode.COLUMNS_UNREADABLE, table.toString(), "the source's account may not read every column", "SELECT on the whole table",
                    "GRANT SELECT ON " + Sql.name(table.schema(), table.table()) + " TO " + account(s)
                        + "; a partial revoke or column privileges are not enough. A view also needs valid tables and an existing definer"))
        .toList();
  }

  private static void select(Connection connection, List<TableId> tables, Set<TableId> refused) throws SQLException {
    // SELECT * in the subquery, so that the right on every column is needed; no row is read
    String sql =
        IntStream.range(0, tables.size())
            .mapToObj(i -> "SELECT 1 FROM (SELECT * FROM " + Sql.name(tables.get(i).schema(), tables.get(i).table()) + " LIMIT 0) t" + i)
            .collect(Collectors.joining(" UNION ALL "));
    try {
      Rows.each(connection, sql, List.of(), row -> {});
    } catch (SQLException e) {
      if (!DENIED.contains(e.getErrorCode())) {
        throw e;
      }
      if (tables.size() == 1) {
        refused.add(tables.getFirst());
        return;
      }
      int half = tables.size() / 2;
      select(connection, tables.subList(0, half), refused);
      select(connection, tables.subList(half, tables.size()), refused);
    }
  }

  /** Without these rights the lists of triggers, events and routines are incomplete, but look complete. */
  static List<Finding> programs(CheckContext s, Connection connection) throws SQLException {
    List<String> grants = grants(connection, ServerVariables.mariadb(s.inventory().source()));
    List<String> missing = new ArrayList<>(List.of("TRIGGER", "EVENT"));
    missing.removeIf(right -> s.inventory().schemas().keySet().stream().allMatch(schema -> grants.stream().anyMatch(g -> grants(g, right, schema))));
    return missing.isEmpty()
        ? List.of()
        : List.of(
            Finding.info(
                FindingCode.TRIGGERS_INVISIBLE, "source account " + s.source().user(), "no privilege " + String.join(", ", missing),
                "the privilege to see all triggers and events: the plan's list may be incomplete",
                "GRANT " + String.join(", ", missing) + " ON *.* TO " + account(s) + ", or list them as an administrator"));
  }

  /** Whether one line of SHOW GRANTS gives the right on everything, or on the whole schema. */
  private static boolean grants(String line, String right, String schema) {
    int on = line.indexOf(" ON ");
    String rights = on < 0 ? "" : line.substring(0, on).toUpperCase(Locale.ROOT);
    boolean here = line.contains(" ON *.* TO ") || line.replace("\\_", "_").contains(" ON " + Sql.name(schema) + ".* TO ");
    return here && (rights.contains("ALL PRIVILEGES") || rights.matches("(?s)GRANT (.*, ?)?" + right + "(,.*)?"));
  }
}

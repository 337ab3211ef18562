package dev.tideway.preflight;

import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.request.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The source's accounts and rights, in the words of the target: a proposal for a person, which nobody applies unasked. Passwords are
 * not read; accounts are made locked. What the target has no counterpart for stands in comments.
 */
final class Users {
  /** The name of the file under the run's prefix. */
  static final String FILE = "users.sql";

  private static final Set<String> SERVERS_OWN =
      Set.of("root", "mariadb.sys", "mysql", "rdsadmin", "rdsrepladmin", "rdsproxyadmin", "rds_superuser_role", "event_scheduler", "healthcheck");

  /** Rights that mean the same on TiDB. */
  private static final Set<String> SAME =
      Set.of(
          "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "ALTER", "INDEX", "CREATE VIEW", "SHOW VIEW", "CREATE TEMPORARY TABLES",
          "LOCK TABLES", "PROCESS", "SHOW DATABASES", "CREATE USER", "CREATE ROLE", "DROP ROLE");

  private static final Set<String> PASSWORDS = Set.of("mysql_native_password", "caching_sha2_password", "");
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227);

  private final Set<String> schemas;
  private final Map<String, Account> accounts = new TreeMap<>();
  private boolean readable = true;

  /** One account: its rights by what they are on, {@code *.*} or a quoted name. */
  private record Account(Map<String, Set<String>> rights, List<String> comments) {}

  private Users(Set<String> schemas) {
    this.schemas = schemas;
  }

  static Users read(Connection source, Set<String> schemas) throws SQLException {
    Users users = new Users(schemas);
    Map<String, String> plugins = new TreeMap<>();
    try {
      Rows.each(
          source, "SELECT User, Host, plugin FROM mysql.user", List.of(),
          row -> plugins.put("'" + row.text("User") + "'@'" + row.text("Host") + "'", row.text("plugin")));
    } catch (SQLException e) {
      if (!DENIED.contains(e.getErrorCode())) {
        throw e;
      }
      users.readable = false;
      return users;
    }
    Rows.each(source, "SELECT GRANTEE, PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES", List.of(), row -> users.right(row, "*.*"));
    Rows.each(
        source, "SELECT GRANTEE, TABLE_SCHEMA, PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES", List.of(),
        row -> users.right(row, schemas.contains(unescaped(row.text("TABLE_SCHEMA"))) ? Sql.name(unescaped(row.text("TABLE_SCHEMA"))) + ".*" : ""));
    Rows.each(
        source, "SELECT GRANTEE, TABLE_SCHEMA, TABLE_NAME, PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES", List.of(),
        row -> users.right(row, schemas.contains(row.text("TABLE_SCHEMA")) ? Sql.name(row.text("TABLE_SCHEMA"), row.text("TABLE_NAME")) : ""));
    Rows.each(
        source, "SELECT GRANTEE, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, PRIVILEGE_TYPE FROM information_schema.COLUMN_PRIVILEGES", List.of(),
        users::columnRight);
    users.accounts.forEach(
        (grantee, account) -> {
          String plugin = plugins.getOrDefault(grantee, "");
          if (!PASSWORDS.contains(plugin)) {
            account.comments().add("logs in by " + plugin + ", which the target may not have");
          }
        });
    return users;
  }

  /** Grants on schemas may hold an escaped wildcard. */
  private static String unescaped(String schema) {
    return schema.replace("\\_", "_").replace("\\%", "%");
  }

  private void right(Rows.Row row, String on) throws SQLException {
    String right = row.text("PRIVILEGE_TYPE");
    if (on.isEmpty() || serversOwn(row.text("GRANTEE")) || right.equals("USAGE")) {
      return;
    }
    Account account = account(row.text("GRANTEE"));
    if (SAME.contains(right)) {
      account.rights().computeIfAbsent(on, o -> new TreeSet<>()).add(right);
    } else {
      account.comments().add("no counterpart: " + right + " ON " + on);
    }
  }

  private void columnRight(Rows.Row row) throws SQLException {
    if (schemas.contains(row.text("TABLE_SCHEMA")) && !serversOwn(row.text("GRANTEE"))) {
      account(row.text("GRANTEE"))
          .comments()
          .add(
              "no counterpart: " + row.text("PRIVILEGE_TYPE") + " (" + Sql.name(row.text("COLUMN_NAME")) + ") ON "
                  + Sql.name(row.text("TABLE_SCHEMA"), row.text("TABLE_NAME")));
    }
  }

  private Account account(String grantee) {
    return accounts.computeIfAbsent(grantee, g -> new Account(new TreeMap<>(), new ArrayList<>()));
  }

  private static boolean serversOwn(String grantee) {
    String user = user(grantee);
    return SERVERS_OWN.contains(user) || user.startsWith("mysql.") || user.isEmpty();
  }

  private static String user(String grantee) {
    int at = grantee.lastIndexOf("'@'");
    return at < 1 ? grantee.replace("'", "") : grantee.substring(1, at);
  }

  private static String host(String grantee) {
    int at = grantee.lastIndexOf("'@'");
    return at < 1 ? "" : grantee.substring(at + 3, grantee.length() - 1);
  }

  /** The statements, with what cannot be said in comments. */
  String sql() {
    StringBuilder sql = new StringBuilder(1024);
    sql.append("-- Accounts and rights of the source, for the target. A proposal: nothing of it has been applied.\n")
        .append("-- Accounts are locked and have no password: ALTER USER … IDENTIFIED BY …, then ALTER USER … ACCOUNT UNLOCK.\n")
        .append("-- TiDB Cloud Starter and Essential demand the cluster's prefix before each user name.\n");
    if (!readable) {
      return sql.append("-- The source's account may not read mysql.user.\n").toString();
    }
    accounts.forEach(
        (grantee, account) -> {
          String name = Sql.quoted(user(grantee)) + "@" + Sql.quoted(host(grantee));
          sql.append('\n').append("CREATE USER IF NOT EXISTS ").append(name).append(" ACCOUNT LOCK;\n");
          account.rights().forEach((on, rights) -> sql.append("GRANT ").append(String.join(", ", rights)).append(" ON ").append(on).append(" TO ").append(name).append(";\n"));
          account.comments().forEach(comment -> sql.append("-- ").append(comment.replaceAll("\\s+", " ")).append('\n'));
        });
    return sql.toString();
  }

  List<Finding> findings() {
    if (!readable) {
      return List.of(
          Finding.info(
              "TW-P395", "accounts of the source", "the source's account may not read them", "SELECT on mysql.*, for users.sql", "grant it, or write the accounts by hand"));
    }
    List<String> lost = accounts.entrySet().stream().filter(e -> !e.getValue().comments().isEmpty()).map(Map.Entry::getKey).toList();
    return lost.isEmpty()
        ? List.of()
        : List.of(
            Finding.info(
                "TW-P396", "accounts of the source", lost.size() + " of " + accounts.size() + " have rights without a counterpart, such as " + lost.getFirst(),
                "to decide what they need on the target", "see users.sql beside the plan; it is never applied by itself"));
  }
}

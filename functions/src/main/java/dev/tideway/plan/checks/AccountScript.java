package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Inventory;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Document;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the source's accounts, roles and rights as SQL for the target. The script is a proposal for a person, and Tideway never applies it by itself.
 * Passwords are not read, and accounts are created locked. What has no counterpart on the target is written as a comment. A second run of the script changes
 * nothing.
 */
public final class AccountScript {
  /** The file that holds it. */
  public static final Document FILE = new Document("users.sql", "application/sql; charset=utf-8");

  private static final Set<String> SERVERS_OWN =
      Set.of("root", "mariadb.sys", "mysql", "rdsadmin", "rdsrepladmin", "rdsproxyadmin", "rds_superuser_role", "event_scheduler", "healthcheck");

  /** Rights that have the same meaning on TiDB. */
  private static final Set<String> SAME =
      Set.of(
          "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "ALTER", "INDEX", "CREATE VIEW", "SHOW VIEW", "CREATE TEMPORARY TABLES",
          "LOCK TABLES", "PROCESS", "SHOW DATABASES", "CREATE USER", "CREATE ROLE", "DROP ROLE");

  private static final Name PUBLIC = new Name("PUBLIC", "");
  private static final String ALL = "ALL PRIVILEGES";
  private static final Set<String> PASSWORDS = Set.of("mysql_native_password", "caching_sha2_password", "");
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227);
  private static final Set<Integer> ABSENT = Set.of(1141, 1146, 1147);

  private final Set<String> schemas;
  private final Set<String> objects = new HashSet<>();
  private final boolean mariadb;
  private final Set<Name> roles = new HashSet<>();
  private final Map<Name, List<Name>> defaults = new HashMap<>();
  private final List<Account> accounts = new ArrayList<>();
  private boolean readable = true;

  /** The name of an account. A role of MariaDB has no host. */
  private record Name(String user, String host) {
    /** The name in the target's syntax. */
   private String sql() {
      return Sql.quoted(user) + "@" + Sql.quoted(host.isEmpty() ? "%" : host);
    }
  }

  /** The authentication of an account, and its limits. */
  private record Login(String plugin, String require, String limits) {}

  /** What the script contains for an account: statements and comments. */
  private record Account(Name name, String require, List<String> statements, List<String> comments) {}

  private AccountScript(Inventory inventory) {
    this.schemas = inventory.schemas().keySet();
    this.mariadb = ServerVariables.mariadb(inventory.source());
    Stream.concat(inventory.tables().stream().map(t -> t.id()), inventory.views().stream().map(View::id)).map(TableId::toString).forEach(objects::add);
  }

  public static AccountScript read(Connection source, Inventory inventory) throws SQLException {
    AccountScript users = new AccountScript(inventory);
    try {
      Map<Name, Login> logins = users.logins(source);
      users.readRoles(source);
      for (Map.Entry<Name, Login> login : logins.entrySet()) {
        users.read(source, login.getKey(), login.getValue());
      }
    } catch (SQLException e) {
      if (!DENIED.contains(e.getErrorCode())) {
        throw e;
      }
      users.readable = false;
    }
    return users;
  }

  private Map<Name, Login> logins(Connection source) throws SQLException {
    Map<Name, Login> logins = new TreeMap<>(java.util.Comparator.comparing(Name::user).thenComparing(Name::host));
    Rows.each(
        source,
        "SELECT User, Host, plugin, ssl_type, ssl_cipher, x509_issuer, x509_subject, max_questions, max_updates, max_connections, max_user_connections"
            + (mariadb ? ", is_role" : "") + " FROM mysql.user",
        List.of(),
        row -> {
          Name name = new Name(row.text("User"), row.text("Host"));
          if (row.text("is_role").equals("Y")) {
            roles.add(name);
          }
          logins.put(name, new Login(row.text("plugin"), require(row), limits(row)));
        });
    return logins;
  }

  private static String require(Rows.Row row) throws SQLException {
    return switch (row.text("ssl_type")) {
      case "ANY" -> " REQUIRE SSL";
      case "X509" -> " REQUIRE X509";
      case "SPECIFIED" -> " REQUIRE" + part(" SUBJECT ", row.text("x509_subject")) + part(" ISSUER ", row.text("x509_issuer")) + part(" CIPHER ", row.text("ssl_cipher"));
      default -> "";
    };
  }

  private static String part(String word, String value) {
    return value.isEmpty() ? "" : word + Sql.quoted(value);
  }

  private static String limits(Rows.Row row) throws SQLException {
    Map<String, String> words =
        Map.of(
            "max_questions", "MAX_QUERIES_PER_HOUR", "max_updates", "MAX_UPDATES_PER_HOUR", "max_connections", "MAX_CONNECTIONS_PER_HOUR",
            "max_user_connections", "MAX_USER_CONNECTIONS");
    StringBuilder limits = new StringBuilder();
    for (String column : List.of("max_questions", "max_updates", "max_connections", "max_user_connections")) {
      if (row.number(column) > 0) {
        limits.append(' ').append(words.get(column)).append(' ').append(row.number(column));
      }
    }
    return limits.toString().strip();
  }

  /** Reads roles and default roles. MySQL 8 and later store them in tables. MariaDB shows both elsewhere, and 5.7 has neither. */
  private void readRoles(Connection source) throws SQLException {
    if (mariadb) {
      return;
    }
    try {
      Rows.each(source, "SELECT FROM_USER, FROM_HOST FROM mysql.role_edges", List.of(), row -> roles.add(new Name(row.text("FROM_USER"), row.text("FROM_HOST"))));
      Rows.each(
          source, "SELECT USER, HOST, DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql.default_roles", List.of(),
          row ->
              defaults
                  .computeIfAbsent(new Name(row.text("USER"), row.text("HOST")), n -> new ArrayList<>())
                  .add(new Name(row.text("DEFAULT_ROLE_USER"), row.text("DEFAULT_ROLE_HOST"))));
    } catch (SQLException e) {
      if (!ABSENT.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }

  private void read(Connection source, Name name, Login login) throws SQLException {
    if (SERVERS_OWN.contains(name.user()) || name.user().startsWith("mysql.")) {
      return;
    }
    boolean role = roles.contains(name);
    Account account = new Account(name, login.require(), new ArrayList<>(), new ArrayList<>());
    List<String> lines = new ArrayList<>();
    String of = mariadb && name.equals(PUBLIC) ? "PUBLIC" : mariadb && role ? Sql.name(name.user()) : Sql.text(name.user()) + "@" + Sql.text(name.host());
    try {
      Rows.each(source, "SHOW GRANTS FOR " + of, List.of(), row -> row.at(1).ifPresent(lines::add));
    } catch (SQLException e) {
      if (!ABSENT.contains(e.getErrorCode())) {
        throw e;
      }
    }
    lines.stream().flatMap(line -> GrantLine.read(line).stream()).forEach(grant -> translate(grant, account));
    defaults.getOrDefault(name, List.of()).forEach(r -> account.statements().add("SET DEFAULT ROLE " + r.sql() + " TO " + name.sql()));
    if (account.statements().isEmpty() && account.comments().isEmpty()) {
      return;
    }
    if (nobody(name)) {
      // TiDB has neither: a comment states what they allow, and an account that needs a right must get it by name
      account.statements().replaceAll(s -> "no counterpart: " + s);
      account.comments().addAll(0, account.statements());
      account.statements().clear();
    } else if (!role && !PASSWORDS.contains(login.plugin())) {
      account.comments().add("logs in by " + login.plugin() + ", which the target may not have");
    }
    if (!login.limits().isEmpty()) {
      account.comments().add("no counterpart: WITH " + login.limits() + ", which TiDB ignores");
    }
    accounts.add(account);
  }

  private void translate(GrantLine grant, Account account) {
    switch (grant.kind()) {
      case rights -> rights(grant, account);
      case routine -> {
        if (grant.schema().filter(this::covers).isPresent()) {
          account.comments().add("no counterpart: " + String.join(", ", grant.rights()) + " ON " + grant.on() + ", since TiDB has no routines");
        }
      }
      case roles -> {
        for (String printed : grant.rights()) {
          Name role = name(printed);
          roles.add(role);
          account.statements().add("GRANT " + role.sql() + " TO " + account.name().sql());
          if (grant.option()) {
            account.comments().add("no counterpart: WITH ADMIN OPTION of " + role.sql());
          }
        }
      }
      case defaultRole -> account.statements().add("SET DEFAULT ROLE " + name(grant.rights().getFirst()).sql() + " TO " + account.name().sql());
      case proxy -> account.comments().add("no counterpart: PROXY ON " + grant.on());
      case revoke -> {
        if (grant.schema().filter(this::covers).isPresent()) {
          account.comments().add("no counterpart: REVOKE " + String.join(", ", grant.rights()) + " ON " + grant.on() + ", since TiDB has no partial revokes");
        }
      }
    }
  }

  private void rights(GrantLine grant, Account account) {
    if (grant.schema().filter(s -> !covers(s)).isPresent()) {
      return;
    }
    if (grant.object().isPresent() && !objects.contains(grant.schema().orElse("") + "." + grant.object().get())) {
      account.comments().add("not migrated: " + String.join(", ", grant.rights()) + " ON " + grant.on());
      return;
    }
    List<String> same = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String right : grant.rights()) {
      if (right.equals(ALL)) {
        // ALL on everything would include TiDB's own rights, which the source did not grant
        same.add(grant.schema().isEmpty() ? SAME.stream().sorted().collect(Collectors.joining(", ")) : ALL);
      } else {
        (SAME.contains(right.toUpperCase(Locale.ROOT)) ? same : others).add(right);
      }
    }
    if (!others.isEmpty()) {
      account.comments().add("no counterpart: " + String.join(", ", others) + " ON " + grant.on());
    }
    if (!same.isEmpty() || grant.option()) {
      account
          .statements()
          .add(
              "GRANT " + (same.isEmpty() ? "USAGE" : String.join(", ", same)) + " ON " + grant.on() + " TO " + account.name().sql()
                  + (grant.option() ? " WITH GRANT OPTION" : ""));
    }
  }

  /** Whether no account of the target can correspond to it: MariaDB's PUBLIC, and the anonymous account. */
  private static boolean nobody(Name name) {
    return name.equals(PUBLIC) || name.user().isEmpty();
  }

  /** Whether the schema of a grant covers a schema that is migrated. The schema is a pattern in which {@code \_} is a plain underscore. TiDB reads it in the same way. */
  private boolean covers(String pattern) {
    return schemas.stream().anyMatch(s -> covers(pattern, s));
  }

  static boolean covers(String pattern, String schema) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        c = pattern.charAt(i);
      } else if (c == '_' || c == '%') {
        regex.append(c == '_' ? "." : ".*");
        continue;
      }
      regex.append(java.util.regex.Pattern.quote(String.valueOf(c)));
    }
    return schema.matches("(?s)" + regex);
  }

  /** The role that SHOW GRANTS prints: {@code `r`@`%`}, or {@code `r`} on MariaDB. */
  private static Name name(String printed) {
    int at = printed.lastIndexOf("`@`");
    String user = at < 0 ? printed : printed.substring(0, at + 1);
    String host = at < 0 ? "``" : printed.substring(at + 2);
    return new Name(plain(user), plain(host));
  }

  private static String plain(String quoted) {
    return quoted.length() < 2 ? quoted : quoted.substring(1, quoted.length() - 1).replace("``", "`");
  }

  /** The statements. What SQL cannot express is written as comments. */
  public String sql() {
    StringBuilder sql = new StringBuilder(1024);
    sql.append("-- The source's accounts, roles and privileges, as statements for the target. This is a proposal: Tideway has not run it.\n")
        .append("-- Run it after the approval, when tables and views exist. A second run changes nothing.\n")
        .append("-- Accounts are locked and have no password: ALTER USER … IDENTIFIED BY …, then ALTER USER … ACCOUNT UNLOCK.\n")
        .append("-- TiDB Cloud Starter and Essential require the cluster's prefix before each user name.\n");
    if (!readable) {
      return sql.append("-- The source's account may not read mysql.user.\n").toString();
    }
    // a role must exist before it is granted
    roles.stream().filter(r -> !nobody(r)).map(Name::sql).sorted().forEach(r -> sql.append("CREATE ROLE IF NOT EXISTS ").append(r).append(";\n"));
    for (Account account : accounts) {
      sql.append('\n');
      if (nobody(account.name())) {
        sql.append("-- ").append(account.name().user().isEmpty() ? "the account without a name" : "PUBLIC, every account").append('\n');
      } else if (!roles.contains(account.name())) {
        sql.append("CREATE USER IF NOT EXISTS ").append(account.name().sql()).append(account.require()).append(" ACCOUNT LOCK;\n");
      }
      account.statements().forEach(statement -> sql.append(statement).append(";\n"));
      account.comments().forEach(comment -> sql.append("-- ").append(comment.replaceAll("\\s+", " ")).append('\n'));
    }
    return sql.toString();
  }

  public List<Finding> findings() {
    if (!readable) {
      return List.of(
          Finding.info(
              FindingCode.ACCOUNTS_UNREADABLE, "accounts of the source", "the source's account may not read them", "SELECT on mysql.*, for users.sql", "grant it, or write the accounts by hand"));
    }
    List<String> lost = accounts.stream().filter(a -> !a.comments().isEmpty()).map(a -> a.name().sql()).toList();
    return lost.isEmpty()
        ? List.of()
        : List.of(
            Finding.info(
                FindingCode.RIGHTS_UNTRANSLATED, "accounts of the source", lost.size() + " of " + accounts.size() + " have privileges without a counterpart, such as " + lost.getFirst(),
                "a decision what they need on the target", "see users.sql next to the plan; Tideway never runs it"));
  }
}

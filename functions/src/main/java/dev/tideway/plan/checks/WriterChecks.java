package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.model.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds what can still write after the application has stopped and although the source is read-only. */
final class WriterChecks {
  private static final int SHOWN = 10;

  /** Accounts that servers and Amazon RDS create for themselves. */
  private static final Set<String> OF_THE_SERVER = Set.of("mysql.session", "mysql.sys", "mysql.infoschema", "mariadb.sys", "rdsadmin");

  private WriterChecks() {}

  /** The event scheduler runs events as sessions of their definers, even after the application has stopped. An event of any schema may write to a selected one. */
  static List<Finding> events(CheckContext s, Connection connection) throws SQLException {
    if (Rows.first(connection, "SELECT @@GLOBAL.event_scheduler").filter(v -> v.equals("ON") || v.equals("1")).isEmpty()) {
      return List.of();
    }
    List<String> events = new ArrayList<>();
    Rows.each(
        connection, "SELECT EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS WHERE STATUS = 'ENABLED' AND EVENT_SCHEMA NOT IN ('mysql', 'sys') ORDER BY 1, 2", List.of(),
        row -> events.add(row.text("EVENT_SCHEMA") + "." + row.text("EVENT_NAME")));
    return events.isEmpty()
        ? List.of()
        : List.of(
            Finding.warning(
                FindingCode.EVENTS_RUNNING, "source event_scheduler", "ON, with " + events.size() + " enabled events: " + list(events),
                "no event that writes after the freeze: an event with a definer that has SUPER writes despite read_only, and its writes are lost",
                "SET GLOBAL event_scheduler = OFF before the freeze (Amazon RDS: event_scheduler in the parameter group), or ALTER EVENT … DISABLE for each"));
  }

  /** Without the right to read the accounts, a server shows only the current account. */
  static List<Finding> accounts(CheckContext s, Connection connection) throws SQLException {
    Set<String> accounts = new TreeSet<>();
    Rows.each(
        connection,
        "SELECT DISTINCT GRANTEE FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE IN ("
            + rights(s.inventory().source()) + ")",
        List.of(), row -> row.at(1).ifPresent(accounts::add));
    accounts.removeIf(grantee -> OF_THE_SERVER.stream().anyMatch(name -> grantee.startsWith("'" + name + "'@")));
    return accounts.isEmpty()
        ? List.of()
        : List.of(
            Finding.info(
                FindingCode.READ_ONLY_BYPASSED, "source accounts", accounts.size() + " that read_only does not stop: " + list(accounts), "for your information: such an account can write although the source is frozen",
                "check that no application or batch job uses them; before the freeze, stop those that do, or revoke the privilege"));
  }

  /** Before 10.11 SUPER of MariaDB includes the right. */
  private static String rights(Server source) {
    if (!ServerVariables.mariadb(source)) {
      return "'SUPER', 'CONNECTION_ADMIN'";
    }
    boolean apart = ServerVersion.of(source.version()).filter(v -> v.atLeast(10, 11)).isPresent();
    return "'READ_ONLY ADMIN'" + (apart ? "" : ", 'SUPER'");
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names.stream().limit(SHOWN).toList()) + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}

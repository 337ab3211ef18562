package dev.tideway.local.servers;

import java.util.List;

/**
 * The three accounts of a server of ours.
 *
 * @param admin may do everything
 * @param migration has what a migration is granted and nothing that gets past {@code read_only}
 * @param application reads and writes rows, as the application does whose database is migrated
 */
record Accounts(Account admin, Account migration, Account application) {
  /** Accounts with passwords nobody else knows. */
  static Accounts random() {
    return new Accounts(
        Account.withRandomPassword("root"), Account.withRandomPassword("tideway"), Account.withRandomPassword("application"));
  }

  /** The statements that make the accounts on a fresh MariaDB or MySQL whose root has no password. */
  List<String> sourceStatements() {
    return List.of(
        // accounts are this server's own affair: a replica, and so a migration, must not see them made
        "SET sql_log_bin = 0",
        "ALTER USER 'root'@'localhost' IDENTIFIED BY '" + admin.password() + "'",
        create(admin),
        "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION",
        create(migration),
        // each server reads its own comments: the replication state on MariaDB, prepared transactions on MySQL
        "GRANT SELECT, SHOW VIEW, PROCESS, REPLICATION SLAVE, REPLICATION CLIENT /*M!100508 , SLAVE MONITOR */ /*!80000 , XA_RECOVER_ADMIN */ ON *.* TO "
            + name(migration),
        create(application),
        "GRANT SELECT, INSERT, UPDATE, DELETE, SHOW VIEW ON *.* TO " + name(application));
  }

  /** The statements that make the accounts on a fresh TiDB, whose root stands for every host. */
  List<String> targetStatements() {
    return List.of(
        "ALTER USER 'root'@'%' IDENTIFIED BY '" + admin.password() + "'",
        create(migration),
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, PROCESS, "
            + "REPLICATION CLIENT ON *.* TO " + name(migration),
        create(application),
        "GRANT SELECT, INSERT, UPDATE, DELETE, SHOW VIEW ON *.* TO " + name(application));
  }

  private static String create(Account account) {
    return "CREATE USER " + name(account) + " IDENTIFIED BY '" + account.password() + "'";
  }

  private static String name(Account account) {
    return "'" + account.user() + "'@'%'";
  }
}

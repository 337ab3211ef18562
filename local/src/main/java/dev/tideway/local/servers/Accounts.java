package dev.tideway.local.servers;

import java.util.List;

/**
 * The three accounts of a server that is started here.
 *
 * @param admin has all privileges
 * @param migration has the privileges of a migration and none that bypasses {@code read_only}
 * @param application reads and writes rows, as the migrated database's application does
 */
record Accounts(DatabaseAccount admin, DatabaseAccount migration, DatabaseAccount application) {
  /** Accounts with random passwords. */
  static Accounts random() {
    return new Accounts(
        DatabaseAccount.withRandomPassword("root"), DatabaseAccount.withRandomPassword("tideway"), DatabaseAccount.withRandomPassword("application"));
  }

  /** The statements that create the accounts on a fresh MariaDB or MySQL whose root has no password. */
  List<String> sourceStatements() {
    return List.of(
        // accounts belong to this server only: a replica, and so a migration, must not receive their creation
        "SET sql_log_bin = 0",
        "ALTER USER 'root'@'localhost' IDENTIFIED BY '" + admin.password() + "'",
        create(admin),
        "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION",
        create(migration),
        // each server executes its own comments: the replication state on MariaDB, prepared transactions on MySQL
        "GRANT SELECT, SHOW VIEW, PROCESS, REPLICATION SLAVE, REPLICATION CLIENT /*M!100508 , SLAVE MONITOR */ /*!80000 , XA_RECOVER_ADMIN */ ON *.* TO "
            + name(migration),
        create(application),
        "GRANT SELECT, INSERT, UPDATE, DELETE, SHOW VIEW ON *.* TO " + name(application));
  }

  /** The statements that create the accounts on a fresh TiDB, whose root is valid for every host. */
  List<String> targetStatements() {
    return List.of(
        "ALTER USER 'root'@'%' IDENTIFIED BY '" + admin.password() + "'",
        create(migration),
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, PROCESS, "
            + "REPLICATION CLIENT ON *.* TO " + name(migration),
        create(application),
        "GRANT SELECT, INSERT, UPDATE, DELETE, SHOW VIEW ON *.* TO " + name(application));
  }

  private static String create(DatabaseAccount account) {
    return "CREATE USER " + name(account) + " IDENTIFIED BY '" + account.password() + "'";
  }

  private static String name(DatabaseAccount account) {
    return "'" + account.user() + "'@'%'";
  }
}

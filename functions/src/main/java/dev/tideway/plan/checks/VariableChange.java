package dev.tideway.plan.checks;

import dev.tideway.error.FindingCode;
import dev.tideway.model.Flavour;
import dev.tideway.model.Server;

/** How to change a variable of the source, in words that fit the kind of source. */
final class VariableChange {
  private static final String COMMANDS = ": the commands are in " + FindingCode.PARAMETER_GROUP;

  private VariableChange() {}

  /**
   * The fix.
   *
   * @param dynamic whether SET GLOBAL works without a restart
   */
  static String fix(Server source, String variable, String value, boolean dynamic) {
    return switch (source.flavour()) {
      case aurora ->
          "set " + variable + " = " + value + " in the DB cluster parameter group (a custom one, not the default) and reboot the writer instance" + COMMANDS;
      case rds ->
          "set " + variable + " = " + value + " in the DB instance's parameter group (a custom one, not the default)"
              + (dynamic ? "; no reboot is needed, but sessions keep the old value until they reconnect" : " and reboot the instance") + COMMANDS;
      default ->
          dynamic
              ? "SET GLOBAL " + variable + " = '" + value + "'; and put " + variable + " = " + value
                  + " under [mysqld] in my.cnf; no restart is needed, but sessions keep the old value until they reconnect"
              : "put " + variable + " = " + value + " under [mysqld] in my.cnf and restart the server";
    };
  }

  /** How to switch on the binary log. */
  static String binlogOn(Server source) {
    return managed(source)
        ? source.flavour() == Flavour.aurora
            ? "set binlog_format = ROW in the DB cluster parameter group (a custom one, not the default) and reboot the writer instance"
            : "switch automated backups on (a backup retention period of at least 1 day): RDS then writes the binary log"
        : "put log_bin = binlog and server_id = 1 under [mysqld] in my.cnf and restart the server";
  }

  static boolean managed(Server source) {
    return source.flavour() == Flavour.rds || source.flavour() == Flavour.aurora;
  }
}

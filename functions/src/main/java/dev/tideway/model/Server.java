package dev.tideway.model;

import java.util.Map;
import java.util.Set;

/**
 * The properties of one server.
 *
 * @param flavour the kind of server
 * @param version {@code VERSION()} as printed
 * @param variables global variables that the checks read, by lower-case name
 * @param collations names of the collations that it supports (SHOW COLLATION)
 * @param charsets names of the character sets that it supports (SHOW CHARACTER SET)
 */
public record Server(
    Flavour flavour, String version, Map<String, String> variables, Set<String> collations, Set<String> charsets) {
  /** The name under which {@link ServerReader} stores {@link #cascadesInBinlog}. */
  static final String CASCADES_IN_BINLOG = "cascades_in_binlog";

  /**
   * Whether the binlog contains rows that a foreign key's cascade changes, like all other rows. Since MySQL 9.6 the SQL layer executes cascades and logs
   * them (reference manual, "Replication and Foreign Keys"). Before 9.6, in MariaDB, and with {@code innodb_native_foreign_keys}, InnoDB executes them and
   * does not write them to the binlog. If an inventory of an earlier release does not contain this value, it counts as no: then Tideway searches for
   * cascades without effect.
   */
  public boolean cascadesInBinlog() {
    return variables.getOrDefault(CASCADES_IN_BINLOG, "").equals("ON");
  }
}

package dev.tideway.model;

import java.util.Map;
import java.util.Set;

/**
 * One server's facts.
 *
 * @param flavour what it is
 * @param version {@code VERSION()} as printed
 * @param variables global variables that the checks read, by lower-case name
 * @param collations names it knows (SHOW COLLATION)
 * @param charsets names it knows (SHOW CHARACTER SET)
 */
public record Server(
    Flavour flavour, String version, Map<String, String> variables, Set<String> collations, Set<String> charsets) {
  /** The name under which the reader keeps {@link #cascadesInBinlog}. */
  static final String CASCADES_IN_BINLOG = "cascades_in_binlog";

  /**
   * Whether rows that a foreign key's cascade changes stand in the binlog like all others. Since MySQL 9.6 the SQL layer cascades and writes
   * them (reference manual, "Replication and Foreign Keys"); before, in MariaDB, and with {@code innodb_native_foreign_keys} InnoDB does
   * it, without a word there. What an inventory of an earlier release does not say counts as no: then cascades are looked for in vain.
   */
  public boolean cascadesInBinlog() {
    return variables.getOrDefault(CASCADES_IN_BINLOG, "").equals("ON");
  }
}

package dev.tideway.replication;

/**
 * How many changes DMS has seen of one table since its task began; two counts tell whether the table moved in between.
 *
 * @param schema schema
 * @param table table
 * @param changes inserts, updates, deletes and DDL
 */
public record TableChanges(String schema, String table, long changes) {
  /** The name of the round's file under the run's prefix; it holds a list. */
  public static String file(String round) {
    return "changes-" + round + ".json";
  }
}

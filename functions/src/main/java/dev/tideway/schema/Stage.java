package dev.tideway.schema;

/** When a statement of the plan runs. */
public enum Stage {
  /** Before the load: databases, tables with their keys. */
  tables,
  /** After the load, before replication: secondary indexes. */
  indexes,
  /** While replicating: foreign keys, unchecked. */
  foreignKeys,
  /** While replicating: CHECK constraints, which the target then validates. */
  checks,
  /** While replicating. */
  views
}

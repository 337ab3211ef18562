package dev.tideway.schema;

/** When a statement of the plan runs. */
public enum Stage {
  /** Before the load: databases, tables with their keys. */
  tables,
  /** After the load, before replication: secondary indexes. */
  indexes,
  /** During replication: foreign keys, without validation. */
  foreignKeys,
  /** During replication: CHECK constraints, which the target then validates. */
  checks,
  /** During replication: views. */
  views
}

package dev.tideway.schema;

/** When an index is built. */
public enum IndexAttempt {
  /**
   * After the full load. The load read the tables while the application wrote to them. So a unique index may find two rows that never existed together on
   * the source. Such an index is postponed to the second attempt.
   */
  afterLoad,
  /** After replication has caught up. An index that fails in this attempt fails finally. */
  afterCatchUp
}

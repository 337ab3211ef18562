package dev.tideway.schema;

/** When an index is built. */
public enum IndexAttempt {
  /**
   * After the full load. The load read its tables while the application wrote to them, so a unique index may meet two rows that never
   * stood side by side on the source; such an index is left for the second attempt.
   */
  afterLoad,
  /** After replication has caught up: what fails now fails for good. */
  afterCatchUp
}

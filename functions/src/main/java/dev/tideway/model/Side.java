package dev.tideway.model;

/** One of the two databases. */
public enum Side {
  /** The database from which the rows are migrated. */
  source,
  /** The TiDB that receives the rows. */
  target
}

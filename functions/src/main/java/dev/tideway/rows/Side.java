package dev.tideway.rows;

/** Which database. */
public enum Side {
  /** The database that is migrated. */
  source,
  /** The TiDB that is filled. */
  target
}

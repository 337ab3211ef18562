package dev.tideway.model;

/** Which database. */
public enum Side {
  /** The database that is migrated. */
  source,
  /** The TiDB that is filled. */
  target
}

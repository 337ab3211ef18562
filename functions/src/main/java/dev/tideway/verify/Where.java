package dev.tideway.verify;

import dev.tideway.rows.RowKey;
import dev.tideway.rows.Side;

/** A condition that holds for the same rows on both sides, though it may be written differently. */
@FunctionalInterface
interface Where {
  /** Holds for every row. */
  Where ALL = side -> RowKey.ALL;

  /** The condition as SQL of that side. */
  String on(Side side);
}

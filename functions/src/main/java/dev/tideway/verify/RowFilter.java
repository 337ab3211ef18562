package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.model.rows.RowKey;

/** A condition that holds for the same rows on both sides, even if its SQL is different on each side. */
@FunctionalInterface
interface RowFilter {
  /** Holds for every row. */
  RowFilter ALL = side -> RowKey.ALL;

  /** The condition as SQL of that side. */
  String on(Side side);
}

package dev.tideway.verify;

import dev.tideway.catalog.TableId;
import java.util.List;

/**
 * A key range of one table. Bounds are key texts; an empty list is an open end. Both open: the whole table.
 *
 * @param table which table
 * @param lower exclusive
 * @param upper inclusive
 */
record Chunk(TableId table, List<String> lower, List<String> upper) {
  static Chunk whole(TableId table) {
    return new Chunk(table, List.of(), List.of());
  }
}

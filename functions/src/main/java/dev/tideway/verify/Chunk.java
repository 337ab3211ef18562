package dev.tideway.verify;

import dev.tideway.model.TableId;
import java.util.List;
import java.util.Optional;

/**
 * A part of one table: a key range, or, where no range holds the same rows on both sides, one of several parts by a hash of the key or of
 * the whole row. Bounds are key texts; an empty list is an open end. If both ends are open, the chunk is the whole table.
 *
 * @param table the table
 * @param lower exclusive; for a hashed part its number, empty for the first part
 * @param upper inclusive; for a hashed part the number of the next part, empty for the last part
 * @param parts the number of hashed parts of the table; empty for a key range
 */
public record Chunk(TableId table, List<String> lower, List<String> upper, Optional<Integer> parts) {
  Chunk(TableId table, List<String> lower, List<String> upper) {
    this(table, lower, upper, Optional.empty());
  }

  static Chunk whole(TableId table) {
    return new Chunk(table, List.of(), List.of());
  }

  /** The hashed part that the bound {@code lower} begins. */
  static Chunk part(TableId table, List<String> lower, int parts) {
    int number = number(lower);
    return new Chunk(table, lower, number + 1 < parts ? List.of(Integer.toString(number + 1)) : List.of(), Optional.of(parts));
  }

  /** The number of a hashed part. */
  int part() {
    return number(lower);
  }

  private static int number(List<String> bound) {
    return bound.isEmpty() ? 0 : Integer.parseInt(bound.getFirst());
  }
}

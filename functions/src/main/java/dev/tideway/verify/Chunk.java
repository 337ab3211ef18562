package dev.tideway.verify;

import dev.tideway.model.TableId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

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

  /**
   * Which chunks a sampled round compares. Every planning of a round selects the same chunks; the next round selects different ones.
   *
   * @param percent share of the chunks, 1 to 100
   * @param round the round's name
   */
  public record Sampling(int percent, String round) {
    private static final double DOUBT = 0.05;

    public static Sampling all(String round) {
      return new Sampling(100, round);
    }

    /** Whether the chunk of that number is compared; the first of a table always is. */
    boolean takes(Chunk chunk, int number) {
      long seed = ((long) round.hashCode() << 32) ^ chunk.table().toString().hashCode() ^ (0x9E3779B97F4A7C15L * number);
      return percent >= 100 || chunk.lower().isEmpty() || new SplittableRandom(seed).nextInt(100) < percent;
    }

    /** What the comparison proves about all chunks if none of the compared chunks differs. */
    static Optional<String> confidence(int cut, int compared) {
      if (compared >= cut) {
        return Optional.empty();
      }
      // the largest number of different chunks that such a sample would miss with a probability above the accepted doubt
      int wrong = 0;
      double missed = 1;
      while (missed >= DOUBT && wrong < cut - compared) {
        missed *= (double) (cut - compared - wrong) / (cut - wrong);
        wrong++;
      }
      int bound = missed >= DOUBT ? wrong + 1 : wrong;
      return Optional.of(String.format(
          Locale.ROOT,
          "%d of %d chunks compared; if none of them differs, fewer than %d chunks (%.1f %%) have a difference, with 95 %% confidence",
          compared, cut, bound, 100.0 * bound / cut));
    }
  }
}

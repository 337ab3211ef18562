package dev.tideway.verify;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

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

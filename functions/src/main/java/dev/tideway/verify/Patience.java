package dev.tideway.verify;

import dev.tideway.request.Migration;
import java.time.Duration;
import java.util.List;

/**
 * How long a difference may persist before it counts.
 *
 * @param chunkPauses pauses before each new digest of a chunk that differs
 * @param lag what counts as one lag interval
 * @param observations how often a row that keeps changing is looked at before it is called busy
 */
record Patience(List<Duration> chunkPauses, Duration lag, int observations) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** After the drain nothing is under way any more; before, changes arrive within the lag that counts as caught up. */
  static Patience of(Migration migration, String round) {
    if (round.equals(Rounds.FINAL)) {
      return new Patience(List.of(SHORTEST), SHORTEST, 4);
    }
    Duration lag = migration.cutover().maxLag();
    Duration interval = lag.compareTo(SHORTEST) < 0 ? SHORTEST : lag.compareTo(LONGEST) > 0 ? LONGEST : lag;
    return new Patience(List.of(SHORTEST, Duration.ofSeconds(2)), interval, 8);
  }

  /** For a lag that the caller knows. */
  static Patience of(Duration lag, boolean still) {
    Duration interval = lag.compareTo(LONGEST) > 0 ? LONGEST : lag;
    return still ? new Patience(List.of(), interval, 4) : new Patience(List.of(interval), interval, 8);
  }

  void pause(Duration time) {
    sleep(time);
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a database", e);
    }
  }
}

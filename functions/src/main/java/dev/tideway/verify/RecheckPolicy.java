package dev.tideway.verify;

import dev.tideway.dms.ObservedLag;
import dev.tideway.run.Migration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a difference may persist before it counts as a mismatch.
 *
 * @param chunkPauses pauses before each new digest of a chunk that differs
 * @param interval one lag interval: a change arrives within it unless something is wrong
 * @param readPause pause between two reads of a row; much shorter than the interval, so that a row that is only late costs little time
 * @param changes how often a row must change before it counts as busy
 */
public record RecheckPolicy(List<Duration> chunkPauses, Duration interval, Duration readPause, int changes) {
  private static final int INTERVALS = 2;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** Even without a lag, replication sometimes stops for some seconds, at the source or at the target. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** If DMS has published no datapoint, replication may have a problem. */
  private static final Duration UNKNOWN = Duration.ofSeconds(15);

  /** So that a row that keeps changing is decided within the time of one function. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Reads a row every {@code lag}. */
  static RecheckPolicy every(List<Duration> chunkPauses, Duration lag, int changes) {
    return new RecheckPolicy(chunkPauses, lag, lag, changes);
  }

  /**
   * After the drain no changes are in flight. Before it, changes arrive within the measured lag, or at least within the lag that counts as
   * caught up.
   */
  public static RecheckPolicy of(Migration migration, String round, Optional<ObservedLag> lag) {
    if (Rounds.last(round)) {
      return new RecheckPolicy(List.of(SHORTEST_PAUSE), SHORTEST_PAUSE, SHORTEST_PAUSE, 4);
    }
    Optional<Duration> seen = lag.filter(found -> found.seconds().isPresent())
        .map(found -> Duration.ofMillis((long) (found.seconds().getAsDouble() * 1000)));
    Duration interval = clamp(max(migration.cutover().maxLag(), seen.orElse(UNKNOWN)));
    return new RecheckPolicy(List.of(SHORTEST_PAUSE, SHORTEST_PAUSE.multipliedBy(2)), interval, readPause(interval), 5);
  }

  /** For a lag that the caller knows. */
  public static RecheckPolicy of(Duration lag, boolean still) {
    Duration interval = lag.compareTo(LONGEST) > 0 ? LONGEST : lag;
    return still ? new RecheckPolicy(List.of(), interval, interval, 4) : new RecheckPolicy(List.of(interval), interval, readPause(interval), 5);
  }

  private static Duration readPause(Duration interval) {
    Duration part = interval.dividedBy(5);
    return max(part, interval.compareTo(SHORTEST_PAUSE) < 0 ? interval : SHORTEST_PAUSE);
  }

  private static Duration clamp(Duration interval) {
    Duration least = max(interval, SHORTEST);
    return least.compareTo(LONGEST) > 0 ? LONGEST : least;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** Number of consecutive reads at which a row must be unchanged: two intervals of reads. */
  int unchangedReads() {
    long both = interval.multipliedBy(INTERVALS).toMillis();
    long each = Math.max(1, readPause.toMillis());
    return (int) Math.max(INTERVALS, (both + each - 1) / each);
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

package dev.tideway.dms;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How far replication was behind before a round of verification.
 *
 * @param seconds the longest lag of any task in its newest datapoints; empty if a task has none that is recent, which is not 0
 * @param at when that was read
 */
public record ObservedLag(OptionalDouble seconds, Instant at) {
  /** The file of a round under the run's prefix. */
  public static String file(String round) {
    return "lag-" + round + ".json";
  }
}

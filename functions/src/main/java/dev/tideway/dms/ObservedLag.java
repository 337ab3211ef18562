package dev.tideway.dms;

import dev.tideway.run.Artifact;
import dev.tideway.run.Measured;
import dev.tideway.run.Measurement;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far replication was behind before a round of verification.
 *
 * @param seconds the longest lag of any task in its newest datapoints; empty (not 0) if a task has no recent datapoint
 * @param at when the lag was read
 */
public record ObservedLag(OptionalDouble seconds, Instant at) implements Measured {
  /** The file that holds it for a round of verification. */
  public static Artifact<ObservedLag> file(String round) {
    return Artifact.of("lag-" + round + ".json", ObservedLag.class);
  }

  @Override
  public List<Measurement> measurements() {
    return seconds.isPresent() ? List.of(new Measurement(Measurement.Measure.replicationLag, seconds.getAsDouble())) : List.of();
  }
}

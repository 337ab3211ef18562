package dev.tideway.cutover;

import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.time.Instant;

/**
 * The source's freeze. Written to {@code freeze.json}.
 *
 * @param position end of the source's binlog, {@code file:offset}: the target must reach this position
 * @param frozenAt when the freeze was first detected; the write downtime is counted from this time
 * @param how how Tideway knows that the source is frozen
 */
public record Freeze(String position, Instant frozenAt, Migration.Freeze how) {
  /** The file that contains it. */
  public static final Artifact<Freeze> FILE = Artifact.of("freeze.json", Freeze.class);
}

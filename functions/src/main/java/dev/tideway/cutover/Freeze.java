package dev.tideway.cutover;

import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.time.Instant;

/**
 * The source's freeze. Written to {@code freeze.json}.
 *
 * @param position where the source's binlog ends, {@code file:offset}: what the target must reach
 * @param frozenAt when the freeze was first seen; the write downtime counts from here
 * @param how how it is known
 */
public record Freeze(String position, Instant frozenAt, Migration.Freeze how) {
  /** Where it is kept. */
  public static final Artifact<Freeze> FILE = Artifact.of("freeze.json", Freeze.class);
}

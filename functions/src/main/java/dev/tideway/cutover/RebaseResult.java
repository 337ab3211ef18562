package dev.tideway.cutover;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The target's next AUTO_INCREMENT values and the time at which the target became ready for writes. Written to {@code rebase.json}.
 *
 * @param tables tables with an AUTO_INCREMENT column
 * @param tso TiDB's timestamp after all changes of the migration: a changefeed for a rollback starts here
 * @param finishedAt when the timestamp was read
 */
public record RebaseResult(List<Rebased> tables, String tso, Instant finishedAt) {
  /** The file that contains it. */
  public static final Artifact<RebaseResult> FILE = Artifact.of("rebase.json", RebaseResult.class);

  /**
   * One table.
   *
   * @param table the table
   * @param before the next value that the target would have used before
   * @param after the next value now
   * @param sourceMax the highest value on the source; empty if there are no rows
   * @param exhausted whether the column's type has no values left, as on the source
   */
  public record Rebased(TableId table, BigInteger before, BigInteger after, Optional<BigInteger> sourceMax, boolean exhausted) {}
}

package dev.tideway.cutover;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The target's next AUTO_INCREMENT values and the moment it became the database to write to. Written to {@code rebase.json}.
 *
 * @param tables those with an AUTO_INCREMENT column
 * @param tso TiDB's timestamp after everything of the migration: a changefeed for a rollback starts here
 * @param finishedAt when it was taken
 */
public record RebaseResult(List<Rebased> tables, String tso, Instant finishedAt) {
  /** Where it is kept. */
  public static final Artifact<RebaseResult> FILE = Artifact.of("rebase.json", RebaseResult.class);

  /**
   * One table.
   *
   * @param table which
   * @param before the next value the target would have used
   * @param after the next value now
   * @param sourceMax the highest value on the source; empty if there are no rows
   * @param exhausted whether the column's type has no value left, as on the source
   */
  public record Rebased(TableId table, BigInteger before, BigInteger after, Optional<BigInteger> sourceMax, boolean exhausted) {}
}

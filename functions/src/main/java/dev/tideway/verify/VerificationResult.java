package dev.tideway.verify;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import dev.tideway.run.Workspace;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a round of verification. Written to {@code verification-<round>.json}; it contains key values, so it stays in S3.
 *
 * @param round {@code full-1}, {@code full-2}, … or {@code final}
 * @param startedAt when its chunks were planned
 * @param verifiedAt when the last chunk had been compared
 * @param verdict the verdict
 * @param rows number of rows compared, as the source counted them
 * @param mismatchCount mismatches of all tables; a lower bound where a table is {@code truncated}
 * @param busy rows that kept changing while they were compared
 * @param tables the tables by name
 * @param mismatches the first {@value #LISTED} mismatches
 * @param compare what was compared: {@code full}, {@code sampled} or {@code counts}
 * @param confidence what the comparison proves about the rows that were not compared; empty for a full comparison
 * @param position the source's binlog position when the round began, if the account may read it
 * @param repairs S3 keys of files with statements that would make the target's rows equal; Tideway never runs them by itself
 * @param interval the lag interval: a row counts as different when it was unchanged on both sides for two of them
 * @param lagSeconds the replication lag before the round, if it was known
 */
public record VerificationResult(
    String round,
    Instant startedAt,
    Instant verifiedAt,
    Verdict verdict,
    long rows,
    long mismatchCount,
    long busy,
    List<TableResult> tables,
    List<Mismatch> mismatches,
    Migration.Compare compare,
    Optional<String> confidence,
    Optional<String> position,
    List<String> repairs,
    Duration interval,
    OptionalDouble lagSeconds) {
  /** How many mismatches are listed. */
  public static final int LISTED = 1000;

  /** The result's file for a round of verification. */
  public static Artifact<VerificationResult> file(String round) {
    return Artifact.of("verification-" + round + ".json", VerificationResult.class);
  }

  /** The files that hold the results of all rounds, in no defined order. */
  public static List<Artifact<VerificationResult>> all(Workspace files) {
    return files.names("verification-").stream().map(name -> Artifact.of(name, VerificationResult.class)).toList();
  }

  /** The verdict of a verification. */
  public enum Verdict {
    /** Every row is equal. */
    equal,
    /** Some rows are different, or stayed undecided although there are no writes any more. */
    different,
    /** Some rows are different, all of them in tables whose mismatches the request accepts. */
    accepted
  }

  /**
   * One table.
   *
   * @param table the table
   * @param rows number of rows compared, as the source counted them
   * @param chunks number of chunks that were compared
   * @param found what is different; its members are the table's own in JSON
   * @param decimals columns of DOUBLE or FLOAT with decimals, and the number of decimals that is compared, because servers round
   *     differently
   * @param accepted whether the request accepts its mismatches
   * @param digests the digest of each side, if all its chunks were digested in the same form
   * @param statements the statements that a user can run on each side to see these digests (while there are no writes)
   */
  @RecordBuilder
  public record TableResult(
      TableId table,
      long rows,
      int chunks,
      @JsonUnwrapped Differences found,
      Map<String, Integer> decimals,
      boolean accepted,
      Optional<Digests> digests,
      Optional<Statements> statements)
      implements VerificationResultTableResultBuilder.With {
    /** The mismatches of all kinds. */
    public long mismatches() {
      return found.mismatches();
    }
  }

  /**
   * Sums of the row digests, in decimal.
   *
   * @param source of the source's rows
   * @param target of the target's rows
   */
  public record Digests(String source, String target) {}

  /**
   * One statement for each side that returns the number of its rows and their digest.
   *
   * @param source the statement for the source
   * @param target the statement for the target
   */
  public record Statements(String source, String target) {}
}

package dev.tideway.verify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import dev.tideway.run.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a round of verification found. Written to {@code verification-<round>.json}; holds key values, so it stays in S3.
 *
 * @param round {@code full-1}, {@code full-2}, … or {@code final}
 * @param startedAt when its chunks were planned
 * @param verifiedAt when the last of them had been compared
 * @param verdict what it comes to
 * @param rows rows compared, as the source counted them
 * @param mismatchCount mismatches of all tables; at least that many where a table says {@code truncated}
 * @param busy rows that kept changing while they were looked at
 * @param tables by name
 * @param mismatches the first {@value #LISTED}
 * @param compare what was compared: {@code full}, {@code sampled} or {@code counts}
 * @param confidence what that says of the rows that were not compared; empty for a full comparison
 * @param position where the source's binlog stood when it began, as far as the account may know
 * @param repairs S3 keys of files with statements that would make the target's rows equal; Tideway never runs them by itself
 * @param interval the lag interval: a row counts as different when it has stood still on both sides for two of them
 * @param lagSeconds how far replication was behind before the round, if it was known
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

  /** Where it is kept for a round of verification. */
  public static Artifact<VerificationResult> file(String round) {
    return Artifact.of("verification-" + round + ".json", VerificationResult.class);
  }

  /** The results of all rounds, in no order that means anything. */
  public static List<VerificationResult> all(Workspace files) {
    return files.names("verification-").stream().map(name -> files.read(Artifact.of(name, VerificationResult.class))).toList();
  }

  /** What a verification comes to. */
  public enum Verdict {
    /** Every row is equal. */
    equal,
    /** Some are not, or could not be told although nobody writes any more. */
    different,
    /** Some are not, all of them in tables whose mismatches the request accepts. */
    accepted
  }

  /**
   * One table.
   *
   * @param table which
   * @param rows rows compared, as the source counted them
   * @param chunks pieces it was compared in
   * @param missing rows the target lacks
   * @param extra rows only the target has
   * @param changed rows that differ
   * @param cascaded rows that a foreign key's cascade explains; the cutover repairs them and the final round looks again
   * @param busy rows that kept changing
   * @param truncated whether there are more mismatches than were counted
   * @param rounded whether some FLOAT or DOUBLE values agree only in the digits that their types promise
   * @param decimals columns of DOUBLE or FLOAT with decimals, and in how many they are compared, since servers round to them differently
   * @param accepted whether the request accepts its mismatches
   * @param digests the digest of each side, if all its chunks were digested alike
   * @param statements what a person can run on each side to see these digests (while nobody writes)
   */
  public record TableResult(
      TableId table,
      long rows,
      int chunks,
      long missing,
      long extra,
      long changed,
      long cascaded,
      long busy,
      boolean truncated,
      boolean rounded,
      Map<String, Integer> decimals,
      boolean accepted,
      Optional<Digests> digests,
      Optional<Statements> statements) {
    /** All kinds together. */
    @JsonIgnore
    public long mismatches() {
      return missing + extra + changed;
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
   * One statement for each side that gives the number of its rows and their digest.
   *
   * @param source to run on the source
   * @param target to run on the target
   */
  public record Statements(String source, String target) {}
}

package dev.tideway.verify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tideway.catalog.TableId;
import java.time.Instant;
import java.util.List;

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
    List<Mismatch> mismatches) {
  /** How many mismatches are listed. */
  public static final int LISTED = 1000;

  /** The name of the file under the run's prefix. */
  public static String file(String round) {
    return "verification-" + round + ".json";
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
   * @param rounded whether FLOAT values agree only in the six digits that servers print
   * @param accepted whether the request accepts its mismatches
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
      boolean accepted) {
    /** All kinds together. */
    @JsonIgnore
    public long mismatches() {
      return missing + extra + changed;
    }
  }
}

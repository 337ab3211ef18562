package dev.tideway.local.demo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/**
 * The result of a demo run; {@code --summary FILE} writes it as JSON.
 *
 * @param pace how fast time passed in the local cloud
 * @param status the execution's status: {@code SUCCEEDED}, {@code FAILED}, …
 * @param verified what the last verification of each table found; its members are the summary's own in JSON
 * @param historyEvents events of the parent execution; Step Functions ends an execution at 25,000
 * @param times how long it took; its members are the summary's own in JSON
 * @param peakMemoryMb peak resident memory of all processes together
 * @param phases each phase with its length
 * @param report where the report is
 * @param source JDBC URL of the source
 * @param target JDBC URL of the target
 * @param error error and cause of a failed execution
 */
public record Summary(
    Pace pace,
    String status,
    @JsonUnwrapped Verified verified,
    int historyEvents,
    @JsonUnwrapped Times times,
    long peakMemoryMb,
    List<Phase> phases,
    String report,
    String source,
    String target,
    Optional<String> error) {

  /**
   * What was verified.
   *
   * @param tables number of tables verified
   * @param rows number of rows verified
   * @param mismatches rows that differ for good
   */
  public record Verified(int tables, long rows, long mismatches) {}

  /**
   * How long it took.
   *
   * @param seconds from the start of the execution to its end
   * @param totalSeconds from the start of the command to the end of the execution
   * @param writeDowntimeSeconds from the freeze of the source to "switch now"
   * @param wakeSeconds from the DMS event that a task has stopped until the execution enters the state that follows from it
   */
  public record Times(double seconds, double totalSeconds, Optional<Double> writeDowntimeSeconds, Optional<Double> wakeSeconds) {}

  /** One phase and its length in seconds. */
  public record Phase(String name, double seconds) {}

  /** Whether the migration succeeded and the verification found nothing. */
  public boolean good() {
    return status.equals("SUCCEEDED") && verified.mismatches() == 0 && verified.rows() > 0;
  }
}

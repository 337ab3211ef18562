package dev.tideway.schema;

import dev.tideway.error.MigrationFailed;
import java.util.List;
import java.util.Optional;

/**
 * Progress of the index build.
 *
 * @param done indexes that exist
 * @param running indexes of tables on which a job is queued or running
 * @param remaining indexes that no job builds yet
 * @param postponed unique indexes that found equal keys after the load; they are tried again after replication has caught up
 * @param percent percentage of the rows that all indexes together must process, 0 to 100; the rows are the source's estimates
 * @param failure an index that cannot be built: table, index and error
 */
public record IndexProgress(int done, int running, int remaining, List<FailedIndex> postponed, int percent, Optional<MigrationFailed> failure) {
  /** Another call is working on the build now. */
  static IndexProgress elsewhere(int planned) {
    return new IndexProgress(0, planned, 0, List.of(), 0, Optional.empty());
  }

  public boolean complete() {
    return failure.isEmpty() && running == 0 && remaining == 0;
  }

  /** One line for people. */
  public String explanation() {
    return done + " of " + (done + running + remaining + postponed.size()) + " indexes built, " + running + " being built, " + percent + " % of the rows"
        + (postponed.isEmpty() ? "" : "; postponed until replication has caught up: " + names());
  }

  private String names() {
    return String.join("; ", postponed.stream().map(FailedIndex::object).toList());
  }
}

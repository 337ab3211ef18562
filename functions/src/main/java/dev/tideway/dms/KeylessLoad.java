package dev.tideway.dms;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The load of the tables without a key. It happens after the freeze, while the application waits. Written to {@code keyless.json} when the load is judged.
 *
 * @param began when the first attempt began
 * @param ended when the last one was judged
 * @param seconds from {@code began} to {@code ended}; part of the write downtime
 * @param attempts number of attempts
 * @param tables every table without a key, sorted
 * @param failed the tables that are not complete
 */
public record KeylessLoad(
    Instant began, Instant ended, double seconds, int attempts, List<LoadResult.TableLoad> tables, List<TableId> failed) {
  /** The file that holds it. */
  public static final Artifact<KeylessLoad> FILE = Artifact.of("keyless.json", KeylessLoad.class);

  /**
   * Why and when the tasks were last started. Written before the start, so that a repeated call knows which start is its own.
   *
   * @param freeze the end of the source's binlog at the freeze
   * @param attempt 1 for the first attempt after that freeze
   * @param began when the first attempt since that freeze began
   * @param before when each task had been started before, by ARN; a task that was never started has no entry
   */
  public record Started(String freeze, int attempt, Instant began, Map<String, Instant> before) {
    public static final Artifact<Started> FILE = Artifact.of("keyless-started.json", Started.class);

  public boolean is(String freeze, int attempt) {
      return this.freeze.equals(freeze) && this.attempt == attempt;
    }

    public Optional<Instant> before(String arn) {
      return Optional.ofNullable(before.get(arn));
    }
  }
}

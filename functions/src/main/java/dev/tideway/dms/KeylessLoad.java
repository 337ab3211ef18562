package dev.tideway.dms;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The load of the tables without a key, which happens while the application waits. Written to {@code keyless.json} when it is judged.
 *
 * @param began when the first attempt began
 * @param ended when the last one was judged
 * @param seconds from one to the other; part of the write downtime
 * @param attempts how often it took
 * @param tables every such table, sorted
 * @param failed those that are not complete
 */
public record KeylessLoad(
    Instant began, Instant ended, double seconds, int attempts, List<LoadResult.TableLoad> tables, List<TableId> failed) {
  /** Where it is kept. */
  public static final Artifact<KeylessLoad> FILE = Artifact.of("keyless.json", KeylessLoad.class);

  /**
   * Why and when the tasks were started last. Written before they are, so that a repeated call knows which start is its own.
   *
   * @param freeze where the source's binlog stood at the freeze
   * @param attempt 1 for the first since then
   * @param began when the first attempt since that freeze began
   * @param before when each task had been started before, by ARN; a task that never was has no entry
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

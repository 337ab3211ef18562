package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.KeylessLoad;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Starts the load of the tables without a key, once for each freeze and attempt. A load that started before the freeze does not count, even if it still runs, because rows may have
 * changed after it read them.
 */
public final class LoadKeylessHandler extends FilesHandler<LoadKeylessHandler.Input, LoadKeylessHandler.Output> {
  private final Tasks tasks;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public LoadKeylessHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.clock(), Sleeper.real());
  }

  public LoadKeylessHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock, Sleeper pause) {
    super(Input.class, objects, locks);
    this.tasks = new Tasks(dms, locks, pause);
    this.clock = clock;
  }

  /**
   * What the state machine passes.
   *
   * @param tasks ARNs of the tasks that only load
   * @param freeze the source's binlog position at the freeze; the same position means that nothing was written since
   * @param attempt 1 for the first
   */
  public record Input(Run run, List<String> tasks, String freeze, int attempt) implements OfRun {}

  /**
   * What the action did.
   *
   * @param started how many tasks were started; the others had already begun
   */
  public record Output(int started) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    KeylessLoad.Started started = started(input, files);
    return new Output((int) input.tasks().stream().filter(arn -> tasks.loadAnew(arn, started.before(arn), deadline)).count());
  }

  private KeylessLoad.Started started(Input input, Workspace files) {
    Optional<KeylessLoad.Started> stored = files.find(KeylessLoad.Started.FILE);
    if (stored.filter(s -> s.is(input.freeze(), input.attempt())).isPresent()) {
      return stored.get();
    }
    Map<String, Instant> before = new HashMap<>();
    input.tasks().forEach(arn -> tasks.begun(arn).ifPresent(time -> before.put(arn, time)));
    Instant began = stored.filter(s -> s.freeze().equals(input.freeze())).map(KeylessLoad.Started::began).orElseGet(clock::instant);
    KeylessLoad.Started now = new KeylessLoad.Started(input.freeze(), input.attempt(), began, before);
    files.write(KeylessLoad.Started.FILE, now);
    return now;
  }
}

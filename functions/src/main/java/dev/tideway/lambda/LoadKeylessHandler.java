package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.KeylessLoad;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Starts the load of the tables without a key, once for each freeze and attempt. A load from before the freeze does not count, even
 * if it still runs: rows were written after it had read them.
 */
public final class LoadKeylessHandler extends Handler<LoadKeylessHandler.Input, LoadKeylessHandler.Output> {
  private final ObjectStore objects;
  private final Locks locks;
  private final Tasks tasks;
  private final Clock clock;

  /** Wires the function from its environment. */
  public LoadKeylessHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.clock(), Sleeper.real());
  }

  public LoadKeylessHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock, Sleeper pause) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.tasks = new Tasks(dms, locks, pause);
    this.clock = clock;
  }

  /**
   * What the state machine passes.
   *
   * @param tasks ARNs of the tasks that only load
   * @param freeze where the source's binlog stood at the freeze; the same place means that nothing was written since
   * @param attempt 1 for the first
   */
  public record Input(Run run, List<String> tasks, String freeze, int attempt) {}

  /**
   * What was to do.
   *
   * @param started how many tasks were started; the others have begun already
   */
  public record Output(int started) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    KeylessLoad.Started started = started(input);
    return new Output((int) input.tasks().stream().filter(arn -> tasks.loadAnew(arn, started.before(arn), deadline)).count());
  }

  private KeylessLoad.Started started(Input input) {
    String key = input.run().key(KeylessLoad.Started.FILE);
    Optional<KeylessLoad.Started> noted = objects.find(key, KeylessLoad.Started.class);
    if (noted.filter(s -> s.is(input.freeze(), input.attempt())).isPresent()) {
      return noted.get();
    }
    Map<String, Instant> before = new HashMap<>();
    input.tasks().forEach(arn -> tasks.begun(arn).ifPresent(time -> before.put(arn, time)));
    Instant began = noted.filter(s -> s.freeze().equals(input.freeze())).map(KeylessLoad.Started::began).orElseGet(clock::instant);
    KeylessLoad.Started now = new KeylessLoad.Started(input.freeze(), input.attempt(), began, before);
    objects.putJson(key, now);
    return now;
  }
}

package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.DmsLag;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Notes what DMS says before a round of verification: how many changes it has seen of each table, so that the final one can leave out
 * what did not move, and how far it is behind, which is how long a difference may be only late. The functions that compare cannot
 * ask themselves: in a VPC they reach neither DMS nor CloudWatch.
 */
public final class CountChangesFunction extends JsonFunction<CountChangesFunction.Input, CountChangesFunction.Output> {
  private final ObjectStore objects;
  private final Statistics statistics;
  private final SeenLag lag;

  /** Wires the function from its environment. */
  public CountChangesFunction() {
    this(Platform.objects(), Dms.client(), new DmsLag(Dms.cloudWatch(), DmsLag.period()), Platform.clock());
  }

  CountChangesFunction(ObjectStore objects, DatabaseMigrationClient dms, DmsLag lag, Clock clock) {
    super(Input.class);
    this.objects = objects;
    this.statistics = new Statistics(dms);
    this.lag = new SeenLag(dms, lag, clock);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks, String round) {}

  /**
   * The changes in all.
   *
   * @param changes of all tables
   */
  public record Output(long changes) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    List<TableChanges> tables =
        statistics.of(input.tasks()).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new TableChanges(e.getKey().schema(), e.getKey().table(), e.getValue().changes()))
            .toList();
    objects.putJson(input.run().key(TableChanges.file(input.round())), tables);
    // as many as had to be low before replication counted as caught up
    int samples = objects.read(input.run().key("migration.json"), Migration.class).cutover().lagSamples();
    objects.putJson(input.run().key(ObservedLag.file(input.round())), lag.of(input.tasks(), samples));
    return new Output(tables.stream().mapToLong(TableChanges::changes).sum());
  }
}

package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.request.Run;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Notes how many changes DMS has seen of each table, so that the final verification can leave out what did not move. */
public final class CountChangesFunction extends JsonFunction<CountChangesFunction.Input, CountChangesFunction.Output> {
  private final ObjectStore objects;
  private final Statistics statistics;

  /** Wires the function from its environment. */
  public CountChangesFunction() {
    this(Platform.objects(), Dms.client());
  }

  CountChangesFunction(ObjectStore objects, DatabaseMigrationClient dms) {
    super(Input.class);
    this.objects = objects;
    this.statistics = new Statistics(dms);
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
    return new Output(tables.stream().mapToLong(TableChanges::changes).sum());
  }
}

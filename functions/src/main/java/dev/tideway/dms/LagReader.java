package dev.tideway.dms;

import dev.tideway.aws.DmsLag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;

import static dev.tideway.aws.DmsResources.filter;

/** Reads the lag of tasks from CloudWatch. */
public final class LagReader {
  /** If a task reports no datapoint for this time, its lag is unknown. */
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final DatabaseMigrationClient dms;
  private final DmsLag lag;
  private final Clock clock;

  public LagReader(DatabaseMigrationClient dms, DmsLag lag, Clock clock) {
    this.dms = dms;
    this.lag = lag;
    this.clock = clock;
  }

  /**
   * The longest lag of the tasks.
   *
   * @param samples number of the newest datapoints that count for each task; older ones show how it caught up after the load
   */
  public ObservedLag of(List<String> tasks, int samples) {
    Instant now = clock.instant();
    Map<String, List<DmsLag.Point>> points = lag.since(now.minus(WINDOW), now, instances(tasks));
    boolean known = tasks.stream().noneMatch(task -> points.getOrDefault(task, List.of()).isEmpty());
    OptionalDouble longest =
        points.values().stream().flatMap(all -> all.stream().skip(Math.max(0, all.size() - samples))).mapToDouble(DmsLag.Point::seconds).max();
    return new ObservedLag(known ? longest : OptionalDouble.empty(), now);
  }

  /** The metrics carry the instance's identifier, but a task has only the instance's ARN. */
  private Map<String, String> instances(List<String> tasks) {
    Map<String, String> identifiers = new HashMap<>();
    if (tasks.isEmpty()) {
      return identifiers;
    }
    Map<String, String> names = new HashMap<>();
    dms.describeReplicationTasksPaginator(r -> r.filters(filter("replication-task-arn", tasks.toArray(String[]::new))).withoutSettings(true)).stream()
        .flatMap(page -> page.replicationTasks().stream())
        .forEach(task -> {
          String instance = names.computeIfAbsent(task.replicationInstanceArn(), this::identifier);
          identifiers.put(task.replicationTaskArn(), instance);
        });
    return identifiers;
  }

  private String identifier(String arn) {
    return dms.describeReplicationInstances(r -> r.filters(filter("replication-instance-arn", arn))).replicationInstances().stream()
        .map(ReplicationInstance::replicationInstanceIdentifier)
        .findFirst()
        .orElse("none");
  }
}

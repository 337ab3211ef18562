package dev.tideway.replication;

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
final class SeenLag {
  /** Long enough for ten datapoints of DMS's, short enough to forget the full load's catching up. */
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final DatabaseMigrationClient dms;
  private final DmsLag lag;
  private final Clock clock;

  SeenLag(DatabaseMigrationClient dms, DmsLag lag, Clock clock) {
    this.dms = dms;
    this.lag = lag;
    this.clock = clock;
  }

  ObservedLag of(List<String> tasks) {
    Instant now = clock.instant();
    Map<String, List<DmsLag.Point>> points = lag.since(now.minus(WINDOW), now, instances(tasks));
    boolean known = tasks.stream().noneMatch(task -> points.getOrDefault(task, List.of()).isEmpty());
    OptionalDouble longest =
        points.values().stream().flatMap(List::stream).mapToDouble(DmsLag.Point::seconds).max();
    return new ObservedLag(known ? longest : OptionalDouble.empty(), now);
  }

  /** Metrics carry the instance's identifier, tasks only its ARN. */
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

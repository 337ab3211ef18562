package dev.tideway.waiting;

import dev.tideway.aws.DmsLag;
import dev.tideway.aws.DmsResources;
import dev.tideway.replication.StopReason;
import dev.tideway.replication.TableState;
import dev.tideway.request.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

import static dev.tideway.aws.DmsResources.filter;

/**
 * One look at DMS and CloudWatch on behalf of many waits: the first question about a task, instance, connection or lag fetches
 * the answers for all of them, since the account's DMS calls are few (a bucket of 200, refilled at 8 a second).
 */
final class AwsWorld implements World {
  /** Values of one filter in one call: a page's worth. */
  private static final int VALUES = 100;

  private static final int TABLES_PER_PAGE = 500;

  private final Instant now;
  private final Subjects subjects;
  private final DatabaseMigrationClient dms;
  private final CloudWatchClient cloudWatch;
  private final Probes probes;
  private final int metricPeriodSeconds;
  private final Map<String, Optional<String>> resources = new HashMap<>();
  private final Map<String, List<Table>> tables = new HashMap<>();
  private Optional<Map<String, ReplicationTask>> tasks = Optional.empty();
  private Optional<Map<String, ReplicationInstance>> instances = Optional.empty();
  private Optional<Map<List<String>, Connection>> connections = Optional.empty();
  private Optional<Map<String, List<Lag>>> lags = Optional.empty();

  AwsWorld(
      Instant now, Subjects subjects, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, Probes probes, int metricPeriodSeconds) {
    this.now = now;
    this.subjects = subjects;
    this.dms = dms;
    this.cloudWatch = cloudWatch;
    this.probes = probes;
    this.metricPeriodSeconds = metricPeriodSeconds;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Optional<Task> task(String arn) {
    return Optional.ofNullable(tasks().get(arn)).map(AwsWorld::task);
  }

  private static Task task(ReplicationTask task) {
    String reason = text(task.stopReason());
    Optional<Instant> dated = Optional.ofNullable(task.replicationTaskStats()).map(s -> s.fullLoadFinishDate());
    Optional<Instant> ended = dated.or(() -> StopReason.loadEnded(reason) ? Optional.of(Instant.EPOCH) : Optional.empty());
    int errors = Optional.ofNullable(task.replicationTaskStats()).map(s -> s.tablesErrored()).orElse(0);
    return new Task(
        task.replicationTaskIdentifier(),
        task.status(),
        reason,
        text(task.lastFailureMessage()),
        ended,
        errors,
        text(task.recoveryCheckpoint()));
  }

  private Map<String, ReplicationTask> tasks() {
    if (tasks.isEmpty()) {
      Map<String, ReplicationTask> found = new HashMap<>();
      for (List<String> arns : parts(List.copyOf(subjects.tasks()), VALUES)) {
        try {
          dms.describeReplicationTasksPaginator(
                  r -> r.filters(filter("replication-task-arn", arns.toArray(String[]::new))).withoutSettings(true))
              .stream()
              .flatMap(page -> page.replicationTasks().stream())
              .forEach(t -> found.put(t.replicationTaskArn(), t));
        } catch (ResourceNotFoundException e) {
          // none of these exists
        }
      }
      tasks = Optional.of(found);
    }
    return tasks.get();
  }

  @Override
  public Optional<String> instance(String arn) {
    return Optional.ofNullable(instances().get(arn)).map(ReplicationInstance::replicationInstanceStatus);
  }

  private Map<String, ReplicationInstance> instances() {
    if (instances.isEmpty()) {
      List<String> arns = new ArrayList<>(subjects.instances());
      if (!subjects.lagTasks().isEmpty()) {
        // metrics carry the instance's identifier, tasks only its ARN
        tasks().values().stream().map(ReplicationTask::replicationInstanceArn).distinct().filter(a -> !arns.contains(a)).forEach(arns::add);
      }
      Map<String, ReplicationInstance> found = new HashMap<>();
      for (List<String> part : parts(arns, VALUES)) {
        try {
          dms.describeReplicationInstancesPaginator(r -> r.filters(filter("replication-instance-arn", part.toArray(String[]::new))))
              .stream()
              .flatMap(page -> page.replicationInstances().stream())
              .forEach(i -> found.put(i.replicationInstanceArn(), i));
        } catch (ResourceNotFoundException e) {
          // none of these exists
        }
      }
      instances = Optional.of(found);
    }
    return instances.get();
  }

  @Override
  public Optional<Connection> connection(String endpoint, String instance) {
    if (connections.isEmpty()) {
      Map<List<String>, Connection> found = new HashMap<>();
      for (List<String> part : parts(List.copyOf(subjects.endpoints()), VALUES)) {
        try {
          dms.describeConnectionsPaginator(r -> r.filters(filter("endpoint-arn", part.toArray(String[]::new)))).stream()
              .flatMap(page -> page.connections().stream())
              .forEach(
                  c ->
                      found.put(
                          List.of(c.endpointArn(), c.replicationInstanceArn()), new Connection(c.status(), text(c.lastFailureMessage()))));
        } catch (ResourceNotFoundException e) {
          // none of these exists
        }
      }
      connections = Optional.of(found);
    }
    return Optional.ofNullable(connections.get().get(List.of(endpoint, instance)));
  }

  @Override
  public List<Table> tables(String task) {
    return tables.computeIfAbsent(
        task,
        arn ->
            dms.describeTableStatisticsPaginator(r -> r.replicationTaskArn(arn).maxRecords(TABLES_PER_PAGE)).stream()
                .flatMap(page -> page.tableStatistics().stream())
                .map(
                    s ->
                        new Table(
                            s.schemaName() + "." + s.tableName(),
                            TableState.of(text(s.tableState())),
                            s.lastUpdateTime() == null ? Instant.EPOCH : s.lastUpdateTime()))
                .toList());
  }

  @Override
  public List<Lag> lag(String task, Instant since) {
    if (lags.isEmpty()) {
      lags = Optional.of(fetchLags());
    }
    return lags.get().getOrDefault(task, List.of()).stream().filter(l -> l.time().isAfter(since)).toList();
  }

  private Map<String, List<Lag>> fetchLags() {
    Map<String, String> instancesOf = new HashMap<>();
    subjects.lagTasks().stream().filter(tasks()::containsKey).forEach(arn -> {
      ReplicationInstance instance = instances().get(tasks().get(arn).replicationInstanceArn());
      instancesOf.put(arn, instance == null ? "none" : instance.replicationInstanceIdentifier());
    });
    Map<String, List<Lag>> found = new HashMap<>();
    new DmsLag(cloudWatch, metricPeriodSeconds)
        .since(subjects.lagSince(), now, instancesOf)
        .forEach((arn, points) -> found.put(arn, points.stream().map(point -> new Lag(point.time(), point.seconds())).toList()));
    return found;
  }

  @Override
  public Verdict probe(Probe probe, Run run) {
    return probes.ask(probe, run);
  }

  @Override
  public Optional<String> resource(String resource) {
    return resources.computeIfAbsent(resource, new DmsResources(dms)::status);
  }

  private static <T> List<List<T>> parts(List<T> items, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      parts.add(items.subList(from, Math.min(items.size(), from + size)));
    }
    return parts;
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}

package dev.tideway.waiting;

import dev.tideway.aws.DmsLag;
import dev.tideway.aws.DmsResources;
import dev.tideway.dms.StopReason;
import dev.tideway.dms.TableState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import static dev.tideway.aws.DmsResources.filter;

/**
 * One snapshot of DMS and CloudWatch for many waits. The first read of a task, instance, connection or lag fetches the values for all waits, since the account's DMS calls are
 * limited (a bucket of 200, refilled at 8 per second).
 */
final class LiveDmsSnapshot implements DmsSnapshot {
  private static final int TABLES_PER_PAGE = 500;

  private final Instant now;
  private final WatchedResources subjects;
  private final DatabaseMigrationClient dms;
  private final CloudWatchClient cloudWatch;
  private final int metricPeriodSeconds;
  private final Map<String, Memoized<Optional<String>>> resources = new ConcurrentHashMap<>();
  private final Map<String, Memoized<List<Table>>> tables = new ConcurrentHashMap<>();
  private final Memoized<BatchedDescribe<String, ReplicationTask>> tasks = new Memoized<>(this::fetchTasks);
  private final Memoized<BatchedDescribe<String, ReplicationInstance>> instances = new Memoized<>(this::fetchInstances);
  private final Memoized<BatchedDescribe<List<String>, Connection>> connections = new Memoized<>(this::fetchConnections);
  private final Memoized<Map<String, List<Lag>>> lags = new Memoized<>(this::fetchLags);

  LiveDmsSnapshot(Instant now, WatchedResources subjects, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, int metricPeriodSeconds) {
    this.now = now;
    this.subjects = subjects;
    this.dms = dms;
    this.cloudWatch = cloudWatch;
    this.metricPeriodSeconds = metricPeriodSeconds;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Optional<Task> task(String arn) {
    return replicationTask(arn).map(LiveDmsSnapshot::task);
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

  private Optional<ReplicationTask> replicationTask(String arn) {
    return tasks.get().find(arn, arn);
  }

  private BatchedDescribe<String, ReplicationTask> fetchTasks() {
    return new BatchedDescribe<>(
        subjects.tasks(),
        arns ->
            dms.describeReplicationTasksPaginator(
                    r -> r.filters(filter("replication-task-arn", arns.toArray(String[]::new))).withoutSettings(true))
                .stream()
                .flatMap(page -> page.replicationTasks().stream())
                .collect(Collectors.toMap(ReplicationTask::replicationTaskArn, t -> t)));
  }

  @Override
  public Optional<String> instance(String arn) {
    return instances.get().find(arn, arn).map(ReplicationInstance::replicationInstanceStatus);
  }

  private BatchedDescribe<String, ReplicationInstance> fetchInstances() {
    Set<String> asked = new LinkedHashSet<>(subjects.instances());
    // metrics have the instance's identifier, tasks only its ARN
    subjects.lagTasks().forEach(task -> instanceOf(task).ifPresent(asked::add));
    return new BatchedDescribe<>(
        asked,
        arns ->
            dms.describeReplicationInstancesPaginator(r -> r.filters(filter("replication-instance-arn", arns.toArray(String[]::new))))
                .stream()
                .flatMap(page -> page.replicationInstances().stream())
                .collect(Collectors.toMap(ReplicationInstance::replicationInstanceArn, i -> i)));
  }

  /** The instance on which a task runs; empty for a task that DMS does not know or refuses to describe. The task's own wait gets that error. */
  private Optional<String> instanceOf(String task) {
    try {
      return replicationTask(task).map(ReplicationTask::replicationInstanceArn);
    } catch (AwsServiceException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Connection> connection(String endpoint, String instance) {
    return connections.get().find(endpoint, List.of(endpoint, instance));
  }

  private BatchedDescribe<List<String>, Connection> fetchConnections() {
    return new BatchedDescribe<>(
        subjects.endpoints(),
        arns ->
            dms.describeConnectionsPaginator(r -> r.filters(filter("endpoint-arn", arns.toArray(String[]::new)))).stream()
                .flatMap(page -> page.connections().stream())
                .collect(
                    Collectors.toMap(
                        c -> List.of(c.endpointArn(), c.replicationInstanceArn()),
                        c -> new Connection(c.status(), text(c.lastFailureMessage())),
                        (a, b) -> b)));
  }

  @Override
  public List<Table> tables(String task) {
    return tables.computeIfAbsent(task, arn -> new Memoized<>(() -> fetchTables(arn))).get();
  }

  private List<Table> fetchTables(String task) {
    return dms.describeTableStatisticsPaginator(r -> r.replicationTaskArn(task).maxRecords(TABLES_PER_PAGE)).stream()
        .flatMap(page -> page.tableStatistics().stream())
        .map(
            s ->
                new Table(
                    s.schemaName() + "." + s.tableName(),
                    TableState.of(text(s.tableState())),
                    s.lastUpdateTime() == null ? Instant.EPOCH : s.lastUpdateTime()))
        .toList();
  }

  @Override
  public List<Lag> lag(String task, Instant since) {
    return lags.get().getOrDefault(task, List.of()).stream().filter(l -> l.time().isAfter(since)).toList();
  }

  private Map<String, List<Lag>> fetchLags() {
    Map<String, String> identifiers = new HashMap<>();
    for (String task : subjects.lagTasks()) {
      instanceOf(task).ifPresent(arn -> identifiers.put(task, identifier(arn)));
    }
    Map<String, List<Lag>> found = new HashMap<>();
    new DmsLag(cloudWatch, metricPeriodSeconds)
        .since(subjects.lagSince(), now, identifiers)
        .forEach((arn, points) -> found.put(arn, points.stream().map(point -> new Lag(point.time(), point.seconds())).toList()));
    return found;
  }

  private String identifier(String instance) {
    try {
      return instances.get().find(instance, instance).map(ReplicationInstance::replicationInstanceIdentifier).orElse("none");
    } catch (AwsServiceException e) {
      return "none";
    }
  }

  @Override
  public Optional<String> resource(String resource) {
    return resources.computeIfAbsent(resource, r -> new Memoized<>(() -> new DmsResources(dms).status(r))).get();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  /** A value that is fetched at most once, by the first caller. If the fetch fails, all callers get that failure. */
  private static final class Memoized<T> {
    private final FutureTask<T> task;

    Memoized(Supplier<T> fetch) {
      this.task = new FutureTask<>(fetch::get);
    }

    T get() {
      task.run();
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}

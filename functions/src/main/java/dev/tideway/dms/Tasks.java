package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.DmsResources;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.aws.ResourceKind;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TransientFailure;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

/** The replication tasks. Each is created, started, resumed and stopped only if that is still necessary. */
public final class Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Creating, modifying, starting and stopping take about a minute. For longer waits the state machine retries. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Set<String> PASSING = Set.of("creating", "modifying", "testing", "starting", "stopping", "moving");

  private final DatabaseMigrationClient dms;
  private final Locks locks;
  private final Sleeper pause;

  public Tasks(DatabaseMigrationClient dms, Locks locks, Sleeper pause) {
    this.dms = dms;
    this.locks = locks;
    this.pause = pause;
  }

  /** The ARN of the planned task. The task is created, or modified to match the plan. */
  public String ensure(
      Run run, Migration migration, TaskPlan.Task planned, MigrationTypeValue type, String instance, String source, String target) {
    OwnershipTag ownership = new OwnershipTag(dms, migration.name());
    String arn =
        named(planned.identifier())
            .map(task -> adopt(task, planned, instance, ownership))
            .orElseGet(() -> create(migration, planned, type, instance, source, target, ownership));
    locks.created(run.migration(), run.fence(), ResourceKind.TASK.of(arn));
    return arn;
  }

  private String create(
      Migration migration,
      TaskPlan.Task planned,
      MigrationTypeValue type,
      String instance,
      String source,
      String target,
      OwnershipTag ownership) {
    try {
      return dms.createReplicationTask(
              r ->
                  r.replicationTaskIdentifier(planned.identifier())
                      .replicationInstanceArn(instance)
                      .sourceEndpointArn(source)
                      .targetEndpointArn(target)
                      .migrationType(type)
                      .tableMappings(Json.write(planned.mappings()))
                      .replicationTaskSettings(Json.write(planned.settings()))
                      .tags(ownership.tags(migration.replication().tags())))
          .replicationTask()
          .replicationTaskArn();
    } catch (ResourceAlreadyExistsException e) {
      return adopt(named(planned.identifier()).orElseThrow(() -> e), planned, instance, ownership);
    }
  }

  private String adopt(ReplicationTask task, TaskPlan.Task planned, String instance, OwnershipTag ownership) {
    ownership.demand("the replication task " + planned.identifier(), task.replicationTaskArn());
    if (!task.replicationInstanceArn().equals(instance) || task.status().equals("deleting")) {
      throw new MigrationFailed(
          ErrorCode.RESOURCE_UNUSABLE,
          "the replication task " + planned.identifier() + " is " + task.status() + " on " + task.replicationInstanceArn()
              + ". Delete it or wait until it is gone, then start the same request again");
    }
    boolean changed =
        !Json.read(task.tableMappings(), JsonNode.class).equals(planned.mappings())
            || !holds(Json.read(task.replicationTaskSettings(), JsonNode.class), planned.settings());
    if (changed && Set.of("ready", "stopped", "failed").contains(task.status())) {
      LOG.info("modifying task {}", planned.identifier());
      dms.modifyReplicationTask(
          r ->
              r.replicationTaskArn(task.replicationTaskArn())
                  .tableMappings(Json.write(planned.mappings()))
                  .replicationTaskSettings(Json.write(planned.settings())));
    } else if (changed) {
      // a running task cannot be modified; its tables are the same, because otherwise the lock would have refused this request
      LOG.warn("task {} is {} and keeps its settings", planned.identifier(), task.status());
    }
    return task.replicationTaskArn();
  }

  /** Whether the document that DMS returns contains everything requested. It also contains every other setting. */
  private static boolean holds(JsonNode found, JsonNode wanted) {
    if (!wanted.isObject()) {
      return wanted.equals(found) || (wanted.isNumber() && found.isNumber() && wanted.asLong() == found.asLong());
    }
    return wanted.properties().stream().allMatch(e -> found.has(e.getKey()) && holds(found.get(e.getKey()), e.getValue()));
  }

  /** Starts a task that has never been loaded. Returns whether a start was necessary. */
  public boolean start(String arn, Deadline deadline) {
    ReplicationTask task = settled(arn, deadline);
    if (task.status().equals("ready")) {
      LOG.info("starting task {}", task.replicationTaskIdentifier());
      start(arn, StartReplicationTaskTypeValue.START_REPLICATION);
      return true;
    }
    if (task.status().equals("running") || loaded(task)) {
      return false;
    }
    // start-replication is allowed only once, and a failed load leaves rows missing in unknown places
    LOG.info("task {} ended before its load did ({}): loading all its tables again", task.replicationTaskIdentifier(), reason(task));
    start(arn, StartReplicationTaskTypeValue.RELOAD_TARGET);
    return true;
  }

  /** When the task was last started; empty if it was never started. */
  public Optional<Instant> begun(String arn) {
    return Optional.ofNullable(get(arn).replicationTaskStartDate());
  }

  /**
   * Loads every table of a full-load-only task, whatever an earlier load of the task copied. Returns whether a start was necessary.
   *
   * @param before when the task had last been started at the time when the load was decided: a different start time belongs to this load
   */
  public boolean loadAnew(String arn, Optional<Instant> before, Deadline deadline) {
    ReplicationTask task = settled(arn, deadline);
    if (task.status().equals("ready")) {
      LOG.info("starting task {}", task.replicationTaskIdentifier());
      start(arn, StartReplicationTaskTypeValue.START_REPLICATION);
      return true;
    }
    if (!Optional.ofNullable(task.replicationTaskStartDate()).equals(before)) {
      return false;
    }
    if (stop(arn, deadline)) {
      LOG.info("stopping task {}: what it loads is from before the freeze", task.replicationTaskIdentifier());
      settled(arn, deadline);
    }
    LOG.info("task {}: loading all its tables again", task.replicationTaskIdentifier());
    start(arn, StartReplicationTaskTypeValue.RELOAD_TARGET);
    return true;
  }

  /** Resumes replication of changes. Returns whether that was necessary. */
  public boolean resume(String arn, Deadline deadline) {
    ReplicationTask task = settled(arn, deadline);
    if (task.status().equals("running")) {
      return false;
    }
    if (task.status().equals("ready")) {
      throw new MigrationFailed(
          ErrorCode.TASK_STANDS_STILL, "task " + task.replicationTaskIdentifier() + " has never been started, so there is nothing to resume");
    }
    switch (StopReason.of(text(task.stopReason()), text(task.lastFailureMessage()))) {
      case RESUME -> {
        LOG.info("resuming task {} ({})", task.replicationTaskIdentifier(), reason(task));
        start(arn, StartReplicationTaskTypeValue.RESUME_PROCESSING);
      }
      case RELOAD ->
          throw new MigrationFailed(
              ErrorCode.POSITION_LOST,
              "task " + task.replicationTaskIdentifier() + " lost its position in the source's binlog (" + reason(task)
                  + "): its tables must be loaded again");
      case PERSON ->
          throw new MigrationFailed(
              ErrorCode.TASK_STANDS_STILL, "task " + task.replicationTaskIdentifier() + " is " + task.status() + " (" + reason(task) + ")");
    }
    return true;
  }

  /** Stops a running task. Returns whether that was necessary. */
  public boolean stop(String arn, Deadline deadline) {
    ReplicationTask task = settled(arn, deadline);
    if (!task.status().equals("running")) {
      return false;
    }
    dms.stopReplicationTask(r -> r.replicationTaskArn(arn));
    return true;
  }

  /** The task after it has reached a status that does not change by itself. */
  ReplicationTask settled(String arn, Deadline deadline) {
    ReplicationTask task = get(arn);
    while (PASSING.contains(task.status())) {
      if (deadline.left().compareTo(MARGIN) < 0) {
        throw new TransientFailure("task " + task.replicationTaskIdentifier() + " is still " + task.status(), null);
      }
      pause.sleep(PAUSE);
      task = get(arn);
    }
    return task;
  }

  public ReplicationTask get(String arn) {
    return find(arn)
        .orElseThrow(() -> new MigrationFailed(ErrorCode.RESOURCE_UNUSABLE, "the replication task " + arn + " is gone: somebody else has deleted it"));
  }

  Optional<ReplicationTask> find(String arn) {
    return describe("replication-task-arn", arn, true);
  }

  Optional<ReplicationTask> named(String identifier) {
    return describe("replication-task-id", identifier, false);
  }

  private Optional<ReplicationTask> describe(String filter, String value, boolean withoutSettings) {
    try {
      return dms.describeReplicationTasks(r -> r.filters(DmsResources.filter(filter, value)).withoutSettings(withoutSettings))
          .replicationTasks().stream()
          .findFirst();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Whether the full load has ended, successfully or not: by DMS's date or its stop reason, never by a percentage. */
  static boolean loaded(ReplicationTask task) {
    return StopReason.loadEnded(text(task.stopReason()))
        || (task.replicationTaskStats() != null && task.replicationTaskStats().fullLoadFinishDate() != null);
  }

  static String reason(ReplicationTask task) {
    List<String> texts = List.of(text(task.stopReason()), text(task.lastFailureMessage()));
    return texts.stream().filter(t -> !t.isBlank()).reduce((a, b) -> a + "; " + b).orElse("no reason given");
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private void start(String arn, StartReplicationTaskTypeValue type) {
    dms.startReplicationTask(r -> r.replicationTaskArn(arn).startReplicationTaskType(type));
  }
}

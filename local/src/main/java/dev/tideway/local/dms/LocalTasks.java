package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replication tasks: their statuses over time and the calls that change them. Every method runs under the service's lock. */
final class LocalTasks {
  private static final Set<String> TYPES = Set.of("full-load", "full-load-and-cdc", "cdc");
  private static final int MOST_RELOADED = 10;
  private static final int STATISTICS_PAGE = 500;

  private final DmsOptions options;
  private final LocalDmsAccount account;
  private final Arns arns;
  private final Tags tags;
  private final Infrastructure infrastructure;
  private final LocalEndpoints endpoints;
  private final DmsEvents events;
  private final Metrics metrics;
  private final Faults faults;
  private final Clockwork clockwork;
  private final Registry<Task> tasks = new Registry<>("Task", "ReplicationTasks", Map.of(
      "replication-task-arn", Registry.member("ReplicationTaskArn"),
      "replication-task-id", Registry.member("ReplicationTaskIdentifier"),
      "migration-type", Registry.member("MigrationType"),
      "replication-instance-arn", Registry.member("ReplicationInstanceArn")), Task::describe);

  LocalTasks(DmsOptions options, LocalDmsAccount account, Arns arns, Tags tags, Infrastructure infrastructure, LocalEndpoints endpoints, DmsEvents events,
      Metrics metrics, Faults faults, Clockwork clockwork) {
    this.options = options;
    this.account = account;
    this.arns = arns;
    this.tags = tags;
    this.infrastructure = infrastructure;
    this.endpoints = endpoints;
    this.events = events;
    this.metrics = metrics;
    this.faults = faults;
    this.clockwork = clockwork;
    account.counts("ReplicationTasks", tasks::size);
  }

  boolean exists(String arn) {
    return tasks.contains(arn);
  }

  Set<String> endpointsInUse(boolean onlyByRunning) {
    var used = new LinkedHashSet<String>();
    for (Task task : tasks.all()) {
      if (!onlyByRunning || task.busy()) {
        used.add(task.sourceArn());
        used.add(task.targetArn());
      }
    }
    return used;
  }

  boolean instanceInUse(String arn) {
    return tasks.all().stream().anyMatch(task -> task.instanceArn().equals(arn));
  }

  ObjectNode create(JsonNode request) throws AwsError {
    String id = Requests.identifier(request, "ReplicationTaskIdentifier", 255);
    tasks.refuseDuplicate("ReplicationTaskIdentifier", id);
    account.refuseOneMore("ReplicationTasks");
    Tags.check(request.path("Tags"));
    ObjectNode source = endpoints.get(Requests.text(request, "SourceEndpointArn"), "source");
    ObjectNode target = endpoints.get(Requests.text(request, "TargetEndpointArn"), "target");
    ObjectNode instance = infrastructure.availableInstance(Requests.text(request, "ReplicationInstanceArn"));
    String instanceArn = instance.path("ReplicationInstanceArn").asText();
    account.refuseBeyond("ReplicationTasksPerReplicationInstance",
        tasks.all().stream().filter(task -> task.instanceArn().equals(instanceArn)).count() + 1);
    refusePositions(request);
    String arn = arns.of("task", request);
    var task = new Task(arn, id, source.deepCopy(), target.deepCopy(), instanceArn);
    define(task, request);
    tasks.put(arn, task);
    tags.put(arn, request.path("Tags"));
    ObjectNode answer = Infrastructure.answer("ReplicationTask", task.describe());
    clockwork.later(options.timings().taskCreation(), () -> {
      if (task.status().equals("creating")) {
        task.status("ready");
        events.taskCreated(arn, task.identifier());
      }
    });
    return answer;
  }

  private static void define(Task task, JsonNode request) throws AwsError {
    String type = Requests.oneOf("MigrationType", Requests.text(request, "MigrationType"), TYPES);
    String mappings = Requests.text(request, "TableMappings");
    task.define(type, mappings, LocalTableMappings.parse(mappings), LocalTaskSettings.parse(request.path("ReplicationTaskSettings").asText("")));
  }

  private static void refusePositions(JsonNode request) throws AwsError {
    for (String member : List.of("CdcStartTime", "CdcStartPosition", "CdcStopPosition", "TaskData")) {
      if (request.hasNonNull(member)) {
        throw Requests.invalid("The parameter " + member + " is not supported.");
      }
    }
  }

  ObjectNode modify(JsonNode request) throws AwsError {
    Task task = tasks.get(Requests.text(request, "ReplicationTaskArn"));
    requireStatus(task, "modified", Set.of("ready", "stopped", "failed"));
    refusePositions(request);
    ObjectNode whole = task.describe();
    for (String member : List.of("MigrationType", "TableMappings", "ReplicationTaskSettings")) {
      if (request.hasNonNull(member)) {
        whole.set(member, request.get(member));
      }
    }
    if (request.hasNonNull("ReplicationTaskIdentifier")) {
      String id = Requests.identifier(request, "ReplicationTaskIdentifier", 255);
      if (!id.equals(task.identifier())) {
        tasks.refuseDuplicate("ReplicationTaskIdentifier", id);
      }
      define(task, whole);
      task.identifier(id);
    } else {
      define(task, whole);
    }
    String before = task.status();
    task.status("modifying");
    ObjectNode answer = Infrastructure.answer("ReplicationTask", task.describe());
    clockwork.later(options.timings().taskCreation(), () -> {
      if (task.status().equals("modifying")) {
        task.status(before);
        events.taskModified(task.arn(), task.identifier());
      }
    });
    return answer;
  }

  private static void requireStatus(Task task, String verb, Set<String> allowed) throws AwsError {
    if (!allowed.contains(task.status())) {
      throw Requests.state("Replication Task cannot be " + verb + ", it is currently in the state " + task.status() + ": " + task.arn());
    }
  }

  /** The endpoint-arn filter checks both endpoints, and no single member of the answer contains both. */
  ObjectNode describe(JsonNode request) throws AwsError {
    ObjectNode rest = request.deepCopy();
    var filters = rest.putArray("Filters");
    List<String> ends = new ArrayList<>();
    for (JsonNode filter : request.path("Filters")) {
      if (filter.path("Name").asText().equals("endpoint-arn")) {
        ends.addAll(Requests.texts(filter, "Values"));
      } else {
        filters.add(filter);
      }
    }
    if (!ends.isEmpty()) {
      var arnsOfEnds = filters.addObject().put("Name", "replication-task-arn").putArray("Values");
      tasks.all().stream().filter(task -> ends.contains(task.sourceArn()) || ends.contains(task.targetArn()))
          .forEach(task -> arnsOfEnds.add(task.arn()));
    }
    ObjectNode answer = tasks.describe(rest);
    if (request.path("WithoutSettings").asBoolean()) {
      answer.path("ReplicationTasks").forEach(task -> {
        ((ObjectNode) task).remove("ReplicationTaskSettings");
        ((ObjectNode) task).remove("TableMappings");
      });
    }
    return answer;
  }

  ObjectNode start(JsonNode request) throws AwsError {
    Task task = tasks.get(Requests.text(request, "ReplicationTaskArn"));
    String kind = Requests.oneOf("StartReplicationTaskType", Requests.text(request, "StartReplicationTaskType"),
        Set.of("start-replication", "resume-processing", "reload-target"));
    refusePositions(request);
    requireStatus(task, "started", Set.of("ready", "stopped", "failed"));
    if (kind.equals("start-replication") && task.everStarted()) {
      throw new AwsError("InvalidParameterCombinationException", "Start Type : START_REPLICATION, valid only for tasks running for the"
          + " first time");
    }
    if (!kind.equals("start-replication") && !task.everStarted()) {
      throw new AwsError("InvalidParameterCombinationException", "Start Type : " + kind + ", is not valid for a task that never ran");
    }
    infrastructure.availableInstance(task.instanceArn());
    ObjectNode source = endpoints.get(task.sourceArn(), "source").deepCopy();
    ObjectNode target = endpoints.get(task.targetArn(), "target").deepCopy();
    endpoints.requireTested(task.sourceArn(), task.instanceArn());
    endpoints.requireTested(task.targetArn(), task.instanceArn());
    boolean fresh = !kind.equals("resume-processing");
    String flag = fresh ? "fresh start" : "resume";
    task.starting();
    ObjectNode answer = Infrastructure.answer("ReplicationTask", task.describe());
    clockwork.later(options.timings().taskStart(), () -> clockwork.work(() -> run(task, source, target, fresh, flag)));
    return answer;
  }

  /** Runs the task on the caller's thread, without the lock. */
  private void run(Task task, ObjectNode source, ObjectNode target, boolean fresh, String flag) {
    var outcome = new RunOutcome(task, flag);
    TaskContext context;
    try {
      context = new TaskContext(Arns.last(task.arn()), endpoints.address(source), endpoints.address(target), task.mappings(),
          task.settings(), !task.migrationType().equals("full-load"), task.progress(), new ErrorPolicies(task.settings()), faults);
    } catch (AwsError e) {
      outcome.failed("Last Error " + e.getMessage() + " Stop Reason FATAL_ERROR Error Level FATAL");
      return;
    }
    var run = new ReplicationRun(context, task.migrationType(), fresh, options.timings(), outcome);
    clockwork.locked(() -> task.running(run));
    var taskMetrics = new TaskMetrics(metrics, faults, options.timings().metricInterval(), instanceIdentifier(task), Arns.last(task.arn()));
    try (taskMetrics) {
      clockwork.work(() -> taskMetrics.publish(run));
      run.run();
    }
  }

  private String instanceIdentifier(Task task) {
    try {
      return infrastructure.instance(task.instanceArn()).path("ReplicationInstanceIdentifier").asText();
    } catch (AwsError e) {
      throw new IllegalStateException("an instance with tasks cannot be deleted", e);
    }
  }

  /** Stores a run's outcome in the task and announces it. */
  private final class RunOutcome implements ReplicationRun.Outcome {
    private final Task task;
    private final String flag;

    RunOutcome(Task task, String flag) {
      this.task = task;
      this.flag = flag;
    }

    @Override
    public void running() {
      clockwork.locked(() -> {
        task.status("running");
        events.taskStarted(task.arn(), task.identifier(), flag);
      });
    }

    @Override
    public void stopped(String reason) {
      clockwork.locked(() -> {
        task.ended("stopped", reason, Optional.empty());
        events.taskStopped(task.arn(), task.identifier());
      });
    }

    @Override
    public void failed(String message) {
      clockwork.locked(() -> {
        task.ended("failed", message, Optional.of(message));
        events.taskFailed(task.arn(), task.identifier(), message);
      });
    }
  }

  ObjectNode stop(JsonNode request) throws AwsError {
    Task task = tasks.get(Requests.text(request, "ReplicationTaskArn"));
    requireStatus(task, "stopped", Set.of("running"));
    task.status("stopping");
    ObjectNode answer = Infrastructure.answer("ReplicationTask", task.describe());
    clockwork.later(options.timings().stop(), () -> task.run().ifPresent(ReplicationRun::stop));
    return answer;
  }

  ObjectNode delete(JsonNode request) throws AwsError {
    Task task = tasks.get(Requests.text(request, "ReplicationTaskArn"));
    requireStatus(task, "deleted", Set.of("ready", "stopped", "failed"));
    task.status("deleting");
    ObjectNode answer = Infrastructure.answer("ReplicationTask", task.describe());
    clockwork.later(options.timings().deletion(), () -> {
      tasks.remove(task.arn());
      tags.forget(task.arn());
      events.taskDeleted(task.arn(), task.identifier());
    });
    return answer;
  }

  ObjectNode reload(JsonNode request) throws AwsError {
    Task task = tasks.get(Requests.text(request, "ReplicationTaskArn"));
    requireStatus(task, "reloaded", Set.of("running"));
    if (!request.path("ReloadOption").asText("data-reload").equals("data-reload")) {
      throw Requests.invalid("ReloadOption validate-only needs a task with validation enabled.");
    }
    var names = new LinkedHashSet<TableName>();
    for (JsonNode table : request.path("TablesToReload")) {
      names.add(new TableName(Requests.text(table, "SchemaName"), Requests.text(table, "TableName")));
    }
    if (names.isEmpty() || names.size() > MOST_RELOADED) {
      throw Requests.invalid("TablesToReload must name 1 to " + MOST_RELOADED + " tables.");
    }
    if (task.run().isEmpty() || !task.run().get().reload(names)) {
      throw Requests.notFound("A table to reload is not part of the task: " + names);
    }
    return Requests.object().put("ReplicationTaskArn", task.arn());
  }

  ObjectNode statistics(JsonNode request) throws AwsError {
    Task task = tasks.get(Requests.text(request, "ReplicationTaskArn"));
    var wanted = new ArrayList<ObjectNode>();
    for (TableStatistics table : task.progress().tables()) {
      ObjectNode node = table.describe();
      if (matches(node, request.path("Filters"))) {
        wanted.add(node);
      }
    }
    ObjectNode answer = Requests.object().put("ReplicationTaskArn", task.arn());
    LocalPage.fill(answer, "TableStatistics", wanted, request, STATISTICS_PAGE);
    return answer;
  }

  private static boolean matches(ObjectNode node, JsonNode filters) throws AwsError {
    boolean all = true;
    for (JsonNode filter : filters) {
      String member = switch (Requests.text(filter, "Name")) {
        case "schema-name" -> "SchemaName";
        case "table-name" -> "TableName";
        case "table-state" -> "TableState";
        default -> throw Requests.invalid("Filter " + filter.path("Name").asText() + " is not valid. Valid filters are [schema-name,"
            + " table-name, table-state]");
      };
      all &= Requests.texts(filter, "Values").contains(node.path(member).asText());
    }
    return all;
  }

  /** Ends every run without an event. */
  void close() {
    tasks.all().forEach(task -> task.run().ifPresent(ReplicationRun::close));
  }
}

package dev.tideway.local.commands;

import dev.tideway.dms.ResourceNames;
import dev.tideway.error.ErrorCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/**
 * Removes a stack with everything that it and its migrations have created. It waits until each kind is deleted before it starts the next:
 * tasks before their endpoints, endpoints before the stack (with the role through which they read their secrets), and last the resources
 * that the stack leaves behind. Every search reads the current state, including the locks, so a new run continues a killed one. All reasons
 * against the removal are reported before anything is deleted.
 */
final class Uninstall {
  private static final int AT_ONCE = 1000;

  private final Deployment deployment;
  private final boolean force;
  private final Duration pause;
  private final PrintWriter out;
  private final String stackId;
  private final Map<String, String> resources;
  private final SfnClient states;
  private final SchedulerClient scheduler;
  private final CloudWatchClient cloudWatch;
  private final CloudWatchLogsClient logs;
  private final DynamoDbClient dynamoDb;
  private final S3Client s3;
  private final Replication replication;
  private boolean stackAsked;

  Uninstall(Deployment deployment, boolean force, Duration pause, PrintWriter out) {
    this.deployment = deployment;
    this.force = force;
    this.pause = pause;
    this.out = out;
    this.stackId = deployment.stackId().orElseThrow(() ->
        new Refused("there is no stack " + deployment.name() + " in " + deployment.place() + ", and no stack of that name was deleted in the last 90 days"));
    refuseAnotherApplication();
    this.resources = deployment.resources(stackId);
    this.states = deployment.client(SfnClient.builder());
    this.scheduler = deployment.client(SchedulerClient.builder());
    this.cloudWatch = deployment.client(CloudWatchClient.builder());
    this.logs = deployment.client(CloudWatchLogsClient.builder());
    this.dynamoDb = deployment.client(DynamoDbClient.builder());
    this.s3 = deployment.s3();
    this.replication = new Replication(deployment.client(DatabaseMigrationClient.builder()),
        () -> resource("Table").map(table -> Migrations.of(dynamoDb, table)).orElse(Migrations.NONE));
  }

  private void refuseAnotherApplication() {
    Stack stack = deployment.cloudFormation().describeStacks(r -> r.stackName(stackId)).stacks().getFirst();
    if (stack.description() == null || !stack.description().startsWith("Tideway:")) {
      throw new Refused("the stack " + deployment.name() + " is not a stack of Tideway: its description is " + stack.description());
    }
  }

  /** The physical id; empty if the stack has no such resource. */
  private Optional<String> resource(String logicalId) {
    return Optional.ofNullable(resources.get(logicalId));
  }

  /** What is found for a resource of the stack; empty if the stack does not have the resource. */
  private List<Leftover> of(String logicalId, Function<String, List<Leftover>> found) {
    return resource(logicalId).map(found).orElse(List.of());
  }

  /**
   * Reports every reason against the removal, before anything is deleted.
   *
   * @throws Refused if there is a reason
   */
  void refuse() {
    List<String> reasons = new ArrayList<>();
    stacks().filter(stack -> Boolean.TRUE.equals(stack.enableTerminationProtection())).forEach(stack ->
        reasons.add("the stack has termination protection: aws cloudformation update-termination-protection"
            + " --no-enable-termination-protection --stack-name " + stack.stackName()));
    foreignEndpoints().ifPresent(reasons::add);
    runs().ifPresent(reasons::add);
    List<String> unapplied = force ? List.of() : replication.unapplied();
    if (!unapplied.isEmpty()) {
      reasons.add(ErrorCode.CHANGES_UNAPPLIED + " " + String.join(", ", unapplied) + ": may have changes that are not on the target yet, of a migration that has not finished. Start the same request"
          + " again to continue it, or use --force to give it up");
    }
    if (!reasons.isEmpty()) {
      throw new Refused(String.join("\ntideway: ", reasons));
    }
  }

  private Optional<String> foreignEndpoints() {
    return resource("DmsSecretsRole").filter(role -> stacks().findAny().isPresent()).flatMap(role -> {
      List<String> endpoints = replication.endpointsOfOthers(role);
      return endpoints.isEmpty() ? Optional.empty() : Optional.of("the endpoints " + String.join(", ", endpoints)
          + " do not belong to Tideway but read their secrets through the stack's role " + role
          + ", which would be deleted: give them a different role, or delete them, and uninstall again");
    });
  }

  /** A running migration is only abandoned with the user's explicit option. */
  private Optional<String> runs() {
    List<Leftover> running = force ? List.of() : running();
    return running.isEmpty() ? Optional.empty() : Optional.of(running.stream().map(Leftover::label).collect(Collectors.joining(", "))
        + ": a migration runs. Wait for its end, or use --force to give it up");
  }

  /** A migration may have started between the question and the removal. */
  private static void refuse(Optional<String> reason) {
    reason.ifPresent(text -> {
      throw new Refused(text);
    });
  }

  /** Everything that is left, in the order of its removal. */
  List<Leftover> left(boolean keepData) {
    return Stream.of(beginnings(), replications(), List.<Supplier<List<Leftover>>>of(this::stack), data(keepData))
        .flatMap(List::stream).flatMap(kind -> kind.get().stream()).toList();
  }

  /**
   * Removes everything.
   *
   * @throws Refused before anything is deleted, for the reasons of {@link #refuse()}
   */
  void run(boolean keepData) throws InterruptedException {
    refuse();
    remove(beginnings());
    remove(replications());
    remove(List.of(this::stack));
    // a function that was still running when its execution was stopped may have created more resources; once the stack is deleted, no function runs
    remove(replications());
    remove(data(keepData));
  }

  /** The resources that start new work. */
  private List<Supplier<List<Leftover>>> beginnings() {
    return List.of(this::schedules, this::running);
  }

  /** The resources that migrations have created. Alarms go first: an alarm whose task is deleted would notify people. */
  private List<Supplier<List<Leftover>>> replications() {
    return List.of(this::alarms, replication::tasks, replication::endpoints, replication::instances, replication::subnetGroups, replication::certificates);
  }

  /** The resources that the stack leaves behind. */
  private List<Supplier<List<Leftover>>> data(boolean keepData) {
    return keepData ? List.of(this::logGroups) : List.of(this::bucket, this::table, this::logGroups);
  }

  private void remove(List<Supplier<List<Leftover>>> kinds) throws InterruptedException {
    for (Supplier<List<Leftover>> kind : kinds) {
      remove(kind);
    }
  }

  /** Requests the deletion of all resources of a kind and waits until none is found any more. */
  private void remove(Supplier<List<Leftover>> kind) throws InterruptedException {
    Map<String, String> reported = new HashMap<>();
    for (List<Leftover> left = kind.get(); !left.isEmpty(); left = kind.get()) {
      for (Leftover one : left) {
        report(reported, one.label(), "deleting " + one.label());
        try {
          one.removal().ask();
        } catch (Leftover.NotYet e) {
          report(reported, one.label() + " waits", "waiting for " + one.label() + ": " + e.getMessage());
        }
      }
      Thread.sleep(pause);
    }
  }

  private void report(Map<String, String> reported, String about, String line) {
    if (!line.equals(reported.put(about, line))) {
      out.println(line);
    }
  }

  private List<Leftover> schedules() {
    return of("ScheduleGroup", this::schedules);
  }

  private List<Leftover> schedules(String group) {
    return ScheduleCommand.all(scheduler, group).stream()
        .map(schedule -> new Leftover("schedule", schedule.name(), "", () -> {
          try {
            scheduler.deleteSchedule(r -> r.groupName(schedule.groupName()).name(schedule.name()));
          } catch (software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException e) {
            // already deleted
          }
        }))
        .toList();
  }

  /** Running executions; nothing is removed while they run. */
  private List<Leftover> running() {
    return Stream.of("Migration", "Verification").flatMap(machine -> of(machine, this::running).stream()).toList();
  }

  private List<Leftover> running(String machine) {
    try {
      return states.listExecutionsPaginator(r -> r.stateMachineArn(machine).statusFilter(ExecutionStatus.RUNNING)).executions().stream()
          .map(execution -> new Leftover("execution", execution.name(), "running", () -> {
            refuse(runs());
            states.stopExecution(r -> r.executionArn(execution.executionArn()).cause("Tideway is uninstalled"));
          }))
          .toList();
    } catch (StateMachineDoesNotExistException e) {
      return List.of();
    }
  }

  /**
   * The alarms that migrations have created for their tasks: they are about AWS DMS and notify this stack's topic. The stack's own alarms
   * are deleted with it.
   */
  private List<Leftover> alarms() {
    return of("Topic", this::alarms);
  }

  private List<Leftover> alarms(String topic) {
    return cloudWatch.describeAlarmsPaginator(r -> r.alarmNamePrefix(ResourceNames.PREFIX)).metricAlarms().stream()
        .filter(alarm -> Objects.equals(alarm.namespace(), "AWS/DMS") && alarm.alarmActions().contains(topic))
        .map(alarm -> new Leftover("alarm", alarm.alarmName(), "costs money", () -> cloudWatch.deleteAlarms(r -> r.alarmNames(alarm.alarmName()))))
        .toList();
  }

  /** The stack, unless it is deleted. */
  private Stream<Stack> stacks() {
    return deployment.cloudFormation().describeStacks(r -> r.stackName(stackId)).stacks().stream()
        .filter(stack -> stack.stackStatus() != StackStatus.DELETE_COMPLETE);
  }

  private List<Leftover> stack() {
    return stacks()
        .map(stack -> new Leftover("stack", stack.stackName(), "functions, state machine, topic, key and logs", () -> delete(stack)))
        .toList();
  }

  private void delete(Stack stack) {
    if (stack.stackStatus() == StackStatus.DELETE_IN_PROGRESS) {
      return;
    }
    if (stackAsked && stack.stackStatus() == StackStatus.DELETE_FAILED) {
      throw new Refused("the stack could not be deleted: " + stack.stackStatusReason() + ". Its events show the cause; uninstall again when the cause is fixed");
    }
    refuse(foreignEndpoints());
    deployment.cloudFormation().deleteStack(r -> r.stackName(stackId));
    stackAsked = true;
  }

  private List<Leftover> bucket() {
    return of("Bucket", this::bucket);
  }

  private List<Leftover> bucket(String bucket) {
    try {
      s3.headBucket(r -> r.bucket(bucket));
      return List.of(new Leftover("bucket", bucket, "plans, reports and requests, with all versions", () -> empty(bucket)));
    } catch (NoSuchBucketException e) {
      return List.of();
    }
  }

  private void empty(String bucket) {
    s3.listMultipartUploadsPaginator(r -> r.bucket(bucket)).uploads()
        .forEach(upload -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
    List<ObjectIdentifier> batch = new ArrayList<>();
    s3.listObjectVersionsPaginator(r -> r.bucket(bucket)).stream()
        .flatMap(page -> Stream.concat(
            page.versions().stream().map(v -> ObjectIdentifier.builder().key(v.key()).versionId(v.versionId()).build()),
            page.deleteMarkers().stream().map(m -> ObjectIdentifier.builder().key(m.key()).versionId(m.versionId()).build())))
        .forEach(version -> {
          batch.add(version);
          if (batch.size() == AT_ONCE) {
            delete(bucket, batch);
          }
        });
    if (!batch.isEmpty()) {
      delete(bucket, batch);
    }
    try {
      s3.deleteBucket(r -> r.bucket(bucket));
    } catch (NoSuchBucketException e) {
      // already deleted
    }
  }

  private void delete(String bucket, List<ObjectIdentifier> batch) {
    List<ObjectIdentifier> versions = List.copyOf(batch);
    var failed = s3.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(versions).quiet(true))).errors();
    if (!failed.isEmpty()) {
      throw new Refused("the object " + failed.getFirst().key() + " could not be deleted: " + failed.getFirst().message());
    }
    batch.clear();
  }

  private List<Leftover> table() {
    return of("Table", this::table);
  }

  private List<Leftover> table(String table) {
    try {
      dynamoDb.describeTable(r -> r.tableName(table));
      return List.of(new Leftover("table", table, "locks and history", () -> {
        try {
          dynamoDb.deleteTable(r -> r.tableName(table));
        } catch (ResourceInUseException | ResourceNotFoundException e) {
          // being deleted, or already deleted
        }
      }));
    } catch (ResourceNotFoundException e) {
      return List.of();
    }
  }

  /** The stack's own log groups are deleted with it. A function that logged after that has created its group again, without an expiry. */
  private List<Leftover> logGroups() {
    if (stacks().findAny().isPresent()) {
      return List.of();
    }
    return Stream.of("/aws/lambda/" + deployment.name(), "/aws/vendedlogs/states/" + deployment.name() + "-migration")
        .filter(name -> logs.describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups().stream().anyMatch(group -> group.logGroupName().equals(name)))
        .map(name -> new Leftover("log group", name, "", () -> {
          try {
            logs.deleteLogGroup(r -> r.logGroupName(name));
          } catch (software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException e) {
            // already deleted
          }
        }))
        .toList();
  }
}

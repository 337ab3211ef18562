package dev.tideway.local.operate;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/**
 * Takes a stack away with everything that it and its migrations have made, each kind waited for before the next: a task before its
 * endpoints, the endpoints before the stack that has the role by which they read their secrets, and what the stack leaves behind last.
 * Every look is a new one, so that a run that was killed is gone on with by the next.
 */
final class Uninstall {
  private static final int AT_ONCE = 1000;

  private final Deployment deployment;
  private final boolean force;
  private final Duration pause;
  private final PrintWriter out;
  private final String stackId;
  private final Map<String, String> resources;
  private final Set<String> migrations = new HashSet<>();
  private final Set<String> noted = new HashSet<>();
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
        new Refused("there is no stack " + deployment.name() + " in " + deployment.place() + ", and none of that name was deleted in the last 90 days"));
    refuseAnotherApplication();
    this.resources = deployment.resources(stackId);
    this.states = deployment.client(SfnClient.builder());
    this.scheduler = deployment.client(SchedulerClient.builder());
    this.cloudWatch = deployment.client(CloudWatchClient.builder());
    this.logs = deployment.client(CloudWatchLogsClient.builder());
    this.dynamoDb = deployment.client(DynamoDbClient.builder());
    this.s3 = deployment.s3();
    readLocks();
    this.replication = new Replication(deployment.client(DatabaseMigrationClient.builder()), Set.copyOf(migrations));
  }

  private void refuseAnotherApplication() {
    Stack stack = deployment.cloudFormation().describeStacks(r -> r.stackName(stackId)).stacks().getFirst();
    if (stack.description() == null || !stack.description().startsWith("Tideway:")) {
      throw new Refused("the stack " + deployment.name() + " is not Tideway's: its description is " + stack.description());
    }
  }

  /** Which migrations the stack has had, and what they have noted as made. */
  private void readLocks() {
    try {
      dynamoDb.queryPaginator(r -> r.tableName(resource("Table")).keyConditionExpression("kind = :lock")
          .expressionAttributeValues(Map.of(":lock", AttributeValue.fromS("LOCK")))).items().forEach(lock -> {
            migrations.add(lock.get("id").s());
            Optional.ofNullable(lock.get("resources")).ifPresent(made -> made.ss().forEach(one -> noted.add(one.substring(one.indexOf('|') + 1))));
          });
    } catch (ResourceNotFoundException e) {
      // the table is the last to go but one: nothing that it would tell is left
    }
  }

  private String resource(String logicalId) {
    return resources.getOrDefault(logicalId, "none");
  }

  /** Executions that run; nothing is taken away under them. */
  private List<Leftover> running() {
    try {
      return states.listExecutionsPaginator(r -> r.stateMachineArn(resource("Migration")).statusFilter(ExecutionStatus.RUNNING)).executions().stream()
          .map(execution -> new Leftover("execution", execution.name(), "running", () -> {
            refuseRunning();
            states.stopExecution(r -> r.executionArn(execution.executionArn()).cause("Tideway is uninstalled"));
          }))
          .toList();
    } catch (StateMachineDoesNotExistException | InvalidArnException e) {
      return List.of();
    }
  }

  /** A migration that runs is only given up by a person who says so. */
  void refuseRunning() {
    List<Leftover> running = force ? List.of() : running();
    if (!running.isEmpty()) {
      throw new Refused(running.stream().map(Leftover::label).collect(Collectors.joining(", "))
          + ": a migration runs. Wait for its end, or say --force to give it up");
    }
  }

  /** Everything that is left, in the order of its going. */
  List<Leftover> left(boolean keepData) {
    return kinds(keepData).stream().flatMap(kind -> kind.get().stream()).toList();
  }

  /** Takes everything away. */
  void run(boolean keepData) throws InterruptedException {
    for (Supplier<List<Leftover>> kind : kinds(keepData)) {
      remove(kind);
    }
  }

  private List<Supplier<List<Leftover>>> kinds(boolean keepData) {
    List<Supplier<List<Leftover>>> kinds = new ArrayList<>(List.of(this::schedules, this::running, replication::tasks, replication::endpoints,
        replication::instances, () -> replication.subnetGroups(noted), replication::certificates, this::alarms, this::stack));
    if (!keepData) {
      kinds.addAll(List.of(this::bucket, this::table));
    }
    kinds.add(this::logGroups);
    return kinds;
  }

  /** Asks for the end of all of a kind and waits until none is found any more. */
  private void remove(Supplier<List<Leftover>> kind) throws InterruptedException {
    Map<String, String> told = new HashMap<>();
    for (List<Leftover> left = kind.get(); !left.isEmpty(); left = kind.get()) {
      for (Leftover one : left) {
        tell(told, one.label(), "deleting " + one.label());
        try {
          one.removal().ask();
        } catch (Leftover.NotYet e) {
          tell(told, one.label() + " waits", "waiting for " + one.label() + ": " + e.getMessage());
        }
      }
      Thread.sleep(pause);
    }
  }

  private void tell(Map<String, String> told, String about, String line) {
    if (!line.equals(told.put(about, line))) {
      out.println(line);
    }
  }

  private List<Leftover> schedules() {
    return ScheduleCommand.all(scheduler, resource("ScheduleGroup")).stream()
        .map(schedule -> new Leftover("schedule", schedule.name(), "", () -> {
          try {
            scheduler.deleteSchedule(r -> r.groupName(schedule.groupName()).name(schedule.name()));
          } catch (software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException e) {
            // gone
          }
        }))
        .toList();
  }

  /** Those that migrations have made for their tasks: of AWS DMS, and telling this stack's topic. The stack's own go with it. */
  private List<Leftover> alarms() {
    return cloudWatch.describeAlarmsPaginator(r -> r.alarmNamePrefix("tideway-")).metricAlarms().stream()
        .filter(alarm -> Objects.equals(alarm.namespace(), "AWS/DMS") && alarm.alarmActions().contains(resource("Topic")))
        .map(alarm -> new Leftover("alarm", alarm.alarmName(), "costs money", () -> cloudWatch.deleteAlarms(r -> r.alarmNames(alarm.alarmName()))))
        .toList();
  }

  private List<Leftover> stack() {
    return deployment.cloudFormation().describeStacks(r -> r.stackName(stackId)).stacks().stream()
        .filter(stack -> stack.stackStatus() != StackStatus.DELETE_COMPLETE)
        .map(stack -> new Leftover("stack", stack.stackName(), "functions, state machine, topic, key and logs", () -> delete(stack)))
        .toList();
  }

  private void delete(Stack stack) {
    if (stack.stackStatus() == StackStatus.DELETE_IN_PROGRESS) {
      return;
    }
    if (stackAsked && stack.stackStatus() == StackStatus.DELETE_FAILED) {
      throw new Refused("the stack could not be deleted: " + stack.stackStatusReason() + ". Its events name the cause; uninstall again when it is gone");
    }
    List<String> endpoints = replication.endpointsWith(resource("DmsSecretsRole"));
    if (!endpoints.isEmpty()) {
      throw new Refused("the endpoints " + String.join(", ", endpoints) + " are not Tideway's but read their secrets through the stack's role "
          + resource("DmsSecretsRole") + ", which would be gone: give them another role, or delete them, and uninstall again");
    }
    deployment.cloudFormation().deleteStack(r -> r.stackName(stackId));
    stackAsked = true;
  }

  private List<Leftover> bucket() {
    String bucket = resource("Bucket");
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
      // gone
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
    String table = resource("Table");
    try {
      dynamoDb.describeTable(r -> r.tableName(table));
      return List.of(new Leftover("table", table, "locks and history", () -> {
        try {
          dynamoDb.deleteTable(r -> r.tableName(table));
        } catch (ResourceInUseException | ResourceNotFoundException e) {
          // on its way, or gone
        }
      }));
    } catch (ResourceNotFoundException e) {
      return List.of();
    }
  }

  /** The stack's own go with it; a function that spoke after that has made its group anew, to be kept for ever. */
  private List<Leftover> logGroups() {
    if (!stack().isEmpty()) {
      return List.of();
    }
    return Stream.of("/aws/lambda/" + deployment.name(), "/aws/vendedlogs/states/" + deployment.name() + "-migration")
        .filter(name -> logs.describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups().stream().anyMatch(group -> group.logGroupName().equals(name)))
        .map(name -> new Leftover("log group", name, "", () -> {
          try {
            logs.deleteLogGroup(r -> r.logGroupName(name));
          } catch (software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException e) {
            // gone
          }
        }))
        .toList();
  }
}

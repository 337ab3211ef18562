package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** One replication task. Guarded by the service's lock; its progress guards itself. */
final class Task {
  private final String arn;
  private final ObjectNode source;
  private final ObjectNode target;
  private final String instanceArn;
  private final Instant created = Instant.now();
  private final TaskProgress progress = new TaskProgress();
  private String identifier;
  private String migrationType;
  private String mappingsText;
  private LocalTableMappings mappings;
  private LocalTaskSettings settings;
  private String status = "creating";
  private Optional<String> stopReason = Optional.empty();
  private Optional<String> lastFailure = Optional.empty();
  private Optional<Instant> started = Optional.empty();
  private Optional<ReplicationRun> run = Optional.empty();

  Task(String arn, String identifier, ObjectNode source, ObjectNode target, String instanceArn) {
    this.arn = arn;
    this.identifier = identifier;
    this.source = source;
    this.target = target;
    this.instanceArn = instanceArn;
  }

  void define(String type, String text, LocalTableMappings parsed, LocalTaskSettings taskSettings) {
    migrationType = type;
    mappingsText = text;
    mappings = parsed;
    settings = taskSettings;
  }

  String arn() {
    return arn;
  }

  String identifier() {
    return identifier;
  }

  void identifier(String next) {
    identifier = next;
  }

  String instanceArn() {
    return instanceArn;
  }

  String sourceArn() {
    return source.path("EndpointArn").asText();
  }

  String targetArn() {
    return target.path("EndpointArn").asText();
  }

  String migrationType() {
    return migrationType;
  }

  String mappingsText() {
    return mappingsText;
  }

  LocalTableMappings mappings() {
    return mappings;
  }

  LocalTaskSettings settings() {
    return settings;
  }

  TaskProgress progress() {
    return progress;
  }

  String status() {
    return status;
  }

  void status(String next) {
    status = next;
  }

  boolean everStarted() {
    return started.isPresent();
  }

  /** The task runs, is about to run, or has not stopped yet. */
  boolean busy() {
    return status.equals("starting") || status.equals("running") || status.equals("stopping");
  }

  void starting() {
    status = "starting";
    started = Optional.of(Instant.now());
    stopReason = Optional.empty();
    lastFailure = Optional.empty();
    progress.started();
  }

  void running(ReplicationRun current) {
    run = Optional.of(current);
  }

  void ended(String endStatus, String reason, Optional<String> failure) {
    status = endStatus;
    stopReason = Optional.of(reason);
    lastFailure = failure;
    run = Optional.empty();
    progress.stopped();
  }

  Optional<ReplicationRun> run() {
    return run;
  }

  ObjectNode describe() {
    ObjectNode node = Requests.object();
    node.put("ReplicationTaskIdentifier", identifier);
    node.put("SourceEndpointArn", sourceArn());
    node.put("TargetEndpointArn", targetArn());
    node.put("ReplicationInstanceArn", instanceArn);
    node.put("MigrationType", migrationType);
    node.put("TableMappings", mappingsText);
    node.put("ReplicationTaskSettings", settings.json());
    node.put("Status", status);
    lastFailure.ifPresent(message -> node.put("LastFailureMessage", message));
    stopReason.ifPresent(reason -> node.put("StopReason", reason));
    node.put("ReplicationTaskCreationDate", Requests.seconds(created));
    started.ifPresent(time -> node.put("ReplicationTaskStartDate", Requests.seconds(time)));
    if (!migrationType.equals("full-load")) {
      progress.checkpoint().ifPresent(place -> node.put("RecoveryCheckpoint", place.text()));
    }
    node.put("ReplicationTaskArn", arn);
    if (started.isPresent()) {
      node.set("ReplicationTaskStats", progress.describe());
    }
    return node;
  }
}

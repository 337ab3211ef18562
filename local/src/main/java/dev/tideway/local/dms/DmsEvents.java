package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.EventBus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends EventBridge events in the format of DMS.
 *
 * <p>Source: DMS user guide, "Working with Amazon EventBridge events"; a failed task's event carries no eventId in captured events.
 */
final class DmsEvents {
  private final DmsOptions options;
  private final EventBus bus;
  private final Faults faults;
  private final Clockwork clockwork;

  DmsEvents(DmsOptions options, EventBus bus, Faults faults, Clockwork clockwork) {
    this.options = options;
    this.bus = bus;
    this.faults = faults;
    this.clockwork = clockwork;
  }

  void taskCreated(String arn, String id) {
    task(arn, id, "Creation", "REPLICATION_TASK_CREATED", Optional.of("DMS-EVENT-0074"), "Replication task has been created.");
  }

  void taskStarted(String arn, String id, String flag) {
    task(arn, id, "StateChange", "REPLICATION_TASK_STARTED", Optional.of("DMS-EVENT-0069"),
        "Replication task started, with flag = " + flag);
  }

  void taskStopped(String arn, String id) {
    task(arn, id, "StateChange", "REPLICATION_TASK_STOPPED", Optional.of("DMS-EVENT-0079"), "Replication task has stopped.");
  }

  void taskFailed(String arn, String id, String message) {
    task(arn, id, "Failure", "REPLICATION_TASK_FAILED", Optional.empty(), "Replication task has failed. Reason: " + message);
  }

  void taskModified(String arn, String id) {
    task(arn, id, "ConfigurationChange", "REPLICATION_TASK_MODIFIED", Optional.of("DMS-EVENT-0080"),
        "Replication task has been modified.");
  }

  void taskDeleted(String arn, String id) {
    task(arn, id, "Deletion", "REPLICATION_TASK_DELETED", Optional.of("DMS-EVENT-0073"), "Replication task has been deleted.");
  }

  void instanceCreated(String arn, String id) {
    put("DMS Replication Instance State Change", "REPLICATION_INSTANCE", arn, link("replicationInstanceDetails", id), "Creation",
        "REPLICATION_INSTANCE_CREATED", Optional.of("DMS-EVENT-0005"), "A replication instance was created.");
  }

  void instanceDeleted(String arn, String id) {
    put("DMS Replication Instance State Change", "REPLICATION_INSTANCE", arn, link("replicationInstanceDetails", id), "Deletion",
        "REPLICATION_INSTANCE_DELETED", Optional.of("DMS-EVENT-0003"), "A replication instance was deleted.");
  }

  private void task(String arn, String id, String category, String type, Optional<String> eventId, String message) {
    put("DMS Replication Task State Change", "REPLICATION_TASK", arn, link("taskDetails", id), category, type, eventId, message);
  }

  private String link(String page, String id) {
    return "https://console.aws.amazon.com/dms/v2/home?region=" + options.region() + "#" + page + "/" + id;
  }

  private void put(String detailType, String resourceType, String arn, String link, String category, String eventType,
      Optional<String> eventId, String message) {
    ObjectNode event = Requests.object();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", detailType);
    event.put("source", "aws.dms");
    event.put("account", options.account());
    event.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", options.region());
    event.putArray("resources").add(arn);
    ObjectNode detail = event.putObject("detail");
    detail.put("type", resourceType);
    detail.put("category", category);
    detail.put("eventType", eventType);
    eventId.ifPresent(id -> detail.put("eventId", id));
    detail.put("resourceLink", link);
    detail.put("detailMessage", message);
    int deliveries = faults.deliveries();
    // on a separate thread and outside the lock: a target of the event may call back at once
    for (int i = 0; i < deliveries; i++) {
      clockwork.inOrder(faults.eventDelay(), () -> bus.put(event.deepCopy()));
    }
  }
}

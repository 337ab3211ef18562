package dev.tideway.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Announcements;
import dev.tideway.aws.Announcements.Importance;
import dev.tideway.aws.ResourceKind;
import dev.tideway.aws.Stored;
import dev.tideway.error.Actor;
import dev.tideway.error.ErrorCode;
import dev.tideway.plan.Plan;
import dev.tideway.run.Locks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns events into messages. Events that need no message give an empty result. */
public final class MessageComposer {
  /** Statuses of executions that ended without success (Step Functions developer guide, "Step Functions event payloads"). */
  private static final Set<String> ENDED_BADLY = Set.of("FAILED", "TIMED_OUT", "ABORTED");

  /**
   * Early warnings and failures among the events that are not of category Failure: reading paused for lack of memory or disk,
   * deletion not cleaned up, low storage, failover (AWS DMS user guide, "AWS DMS event categories and event messages").
   */
  private static final Set<String> NOTABLE =
      Set.of(
          "DMS-EVENT-0091", "DMS-EVENT-0092", "DMS-EVENT-0082", "DMS-EVENT-0007", "DMS-EVENT-0013", "DMS-EVENT-0015", "DMS-EVENT-0031",
          "DMS-EVENT-0034", "DMS-EVENT-0036", "DMS-EVENT-0037", "DMS-EVENT-0049", "DMS-EVENT-0050", "DMS-EVENT-0051");

  /** Categories of some of these events, in case their ids are missing. */
  private static final Set<String> NOTABLE_CATEGORIES = Set.of("lowstorage", "failover");

  private static final Map<String, String> HEADLINES =
      Map.of(
          "Plan", "planning has begun",
          "Prepare", "the plan has no blocker, creating what the migration needs",
          "Load", "full load has begun",
          "Index", "full load has ended, building indexes",
          "Replicate", "replicating changes",
          "Verify", "caught up, comparing rows",
          "Approve", "rows are compared",
          "Cutover", "cutover has begun: stop writing to the source",
          "Switch", "switch your application now",
          "Finish", "finishing");

  private final Locks locks;
  private final String bucket;

  public MessageComposer(Locks locks, String bucket) {
    this.locks = locks;
    this.bucket = bucket;
  }

  public Optional<Message> compose(JsonNode event) {
    return switch (event.path("source").asText()) {
      case Announcements.SOURCE -> Optional.of(progress(Stored.read("the progress event", event.path("detail"), Announcements.Progress.class)));
      case "aws.states" -> execution(event.path("detail"));
      case "aws.dms" -> dms(event);
      default -> Optional.empty();
    };
  }

  private Message progress(Announcements.Progress progress) {
    JsonNode facts = progress.facts();
    boolean failed = progress.phase().equals("Fail");
    String what =
        switch (progress.phase()) {
          case "Fail" -> "failed in " + facts.path("phase").asText("an unknown phase");
          case "Done" -> "finished";
          case "Approve" -> facts.path("approval").asText("").equals("required") ? "waits for your approval" : HEADLINES.get("Approve");
          case "Verified" -> verified(facts);
          case "Not verified" -> "could not be compared; nothing was changed, the migration goes on";
          case "Verify" -> facts.has("repair") ? "rows differ, waits for your approval of a repair" : HEADLINES.get("Verify");
          default ->
              facts.has("percent")
                  ? "building indexes, " + facts.get("percent").asInt() + " % done"
                  : HEADLINES.getOrDefault(progress.phase(), progress.phase() + " has begun");
        };
    List<String> lines = new ArrayList<>();
    lines.add("Migration " + progress.migration() + ": " + what + ".");
    lines.add("Phase: " + progress.phase() + ", " + progress.time());
    lines.add("");
    facts.properties().stream().filter(f -> !f.getValue().isNull() && !f.getKey().equals("nextStep")).forEach(f -> lines.add(f.getKey() + ": " + text(f.getValue())));
    next(progress).ifPresent(step -> step.appendTo(lines));
    links(lines, progress.migration(), progress.execution(), failed || progress.phase().equals("Done"));
    return new Message(
        progress.migration(),
        progress.execution(),
        progress.phase(),
        progress.severity(),
        what,
        lines,
        failed ? ended() : progress.phase() + facts);
  }

  /** The result of a verification that a person started. */
  private static String verified(JsonNode facts) {
    long different = facts.path("mismatches").asLong();
    long busy = facts.path("busy").asLong();
    long cascaded = facts.path("cascaded").asLong();
    return switch (facts.path("verdict").asText()) {
          case "different" -> different + " rows differ between source and target";
          case "accepted" -> different + " rows differ between source and target, all in tables whose mismatches the request accepts";
          default -> "source and target are equal";
        }
        + (busy > 0 ? "; " + busy + " rows kept changing and are undecided" : "")
        + (cascaded > 0 ? "; " + cascaded + " rows differ as cascades of foreign keys explain, which the cutover repeats" : "");
  }

  /** The next step that a message names, and who must do it. */
  private record Step(Actor actor, String what) {
    static Optional<Step> ofOperator(String what) {
      return Optional.of(new Step(Actor.OPERATOR, what));
    }

    void appendTo(List<String> lines) {
      lines.add("Who acts: " + actor);
      lines.add("What to do next: " + what);
    }
  }

  private static Optional<Step> next(Announcements.Progress progress) {
    String invoke = "invoke ApproveFunction with {\"migration\": \"" + progress.migration() + "\", \"approve\": true, \"by\": \"your name\"}";
    return switch (progress.phase()) {
      case "Fail", "Not verified" ->
          Optional.of(progress.facts().path("nextStep").asText(""))
              .filter(s -> !s.isEmpty())
              .map(s -> new Step(ErrorCode.actorOf(progress.facts().path("code").asText()), s));
      case "Approve" ->
          progress.facts().path("approval").asText("").equals("required") ? Step.ofOperator("read the figures, then " + invoke) : Optional.empty();
      case "Verify" ->
          progress.facts().has("repair")
              ? Step.ofOperator("read the plan and the statements in S3, then " + invoke + ", or false to end the migration with the target as it is")
              : Optional.empty();
      case "Verified" ->
          progress.facts().path("verdict").asText().equals("different")
              ? Step.ofOperator(
                  "read the result in S3, which lists the rows by key; nothing was changed on either database. Rows that AWS DMS has not applied yet may be among them: the lag was not measured")
              : Optional.empty();
      case "Cutover" ->
          Step.ofOperator(
              progress.facts().path("freeze").asText("").equals("declared")
                  ? "make sure that the application does not write to the source"
                  : "stop the application, then make the source read-only; Tideway continues when it sees that");
      case "Done" -> progress.facts().path("keptInAws").asLong() > 0 ? Step.ofOperator(ResourceKind.KEPT) : Optional.empty();
      case "Switch" -> Step.ofOperator("connect the application to the target, then let it write again");
      default -> Optional.empty();
    };
  }

  private Optional<Message> execution(JsonNode detail) {
    String status = detail.path("status").asText();
    String arn = detail.path("executionArn").asText();
    if (!ENDED_BADLY.contains(status)) {
      return Optional.empty();
    }
    Optional<Locks.Lock> lock = locks.all().stream().filter(l -> l.execution().equals(arn)).findFirst();
    String migration = lock.map(Locks.Lock::name).orElseGet(() -> detail.path("name").asText("unknown"));
    String phase = lock.map(Locks.Lock::phase).orElse("Plan");
    List<String> lines = new ArrayList<>();
    lines.add("The execution " + detail.path("name").asText() + " ended with status " + status + ".");
    lines.add("");
    if (detail.path("error").isTextual()) {
      lines.add("error: " + detail.get("error").asText());
    }
    if (detail.path("cause").isTextual()) {
      lines.add("cause: " + detail.get("cause").asText());
    }
    new Step(Actor.OPERATOR, "fix the cause, then start the same request again; it continues where this execution stopped").appendTo(lines);
    links(lines, migration, arn, false);
    return Optional.of(new Message(migration, arn, phase, Importance.error, "execution " + status.toLowerCase(Locale.ROOT), lines, ended()));
  }

  /** The key of the message about the end of an execution. The Fail phase sends a more detailed message with the same key; only the first of the two is sent. */
  private static String ended() {
    return "ended";
  }

  private Optional<Message> dms(JsonNode event) {
    JsonNode detail = event.path("detail");
    String category = detail.path("category").asText("").replace(" ", "").toLowerCase(Locale.ROOT);
    boolean failure = category.equals("failure");
    if (!failure && !NOTABLE.contains(id(detail)) && !NOTABLE_CATEGORIES.contains(category)) {
      return Optional.empty();
    }
    String arn = event.path("resources").path(0).asText("");
    return owner(arn).map(lock -> dms(event, lock, arn, failure));
  }

  /** The event's id, under the member name in real events or the name in the documentation. Failure events have no id. */
  private static String id(JsonNode detail) {
    return Stream.of("eventId", "eventID", "eventName").map(name -> detail.path(name).asText("")).filter(s -> !s.isEmpty()).findFirst().orElse("");
  }

  /** The lock of the migration that owns the resource. Only a lock's list shows that a resource is Tideway's; the DMS ARN does not. */
  private Optional<Locks.Lock> owner(String arn) {
    return locks.all().stream()
        .filter(l -> l.resources().contains(ResourceKind.TASK.of(arn)) || l.resources().contains(ResourceKind.INSTANCE.of(arn)))
        .findFirst();
  }

  private Message dms(JsonNode event, Locks.Lock lock, String arn, boolean failure) {
    JsonNode detail = event.path("detail");
    // the ARN has one form for the type, detail.type has several
    String resource = arn.contains(":task:") ? "replication task" : "replication instance";
    String what = failure ? resource + " failed" : "warning about the " + resource;
    List<String> lines = new ArrayList<>();
    lines.add("DMS says: " + detail.path("detailMessage").asText(""));
    lines.add("event: " + detail.path("eventType").asText("") + " " + id(detail));
    lines.add(resource + ": " + arn);
    lines.add("");
    new Step(Actor.NOBODY, "nothing yet; Tideway checks it and goes back to Replicate, or sends a second message with what it needs").appendTo(lines);
    lines.add("Tasks: " + ConsoleLinks.tasks(lock.execution()));
    links(lines, lock.name(), lock.execution(), false);
    return new Message(
        lock.name(),
        lock.execution(),
        lock.phase(),
        failure ? Importance.error : Importance.action,
        what,
        lines,
        // an event that is delivered twice has the same id; a later event about the same fault has a different id
        event.path("id").asText(""));
  }

  private void links(List<String> lines, String migration, String execution, boolean report) {
    if (!lines.getLast().isEmpty()) {
      lines.add("");
    }
    lines.add("Execution: " + ConsoleLinks.execution(execution));
    locks
        .find(migration)
        .filter(l -> l.execution().equals(execution))
        .ifPresent(
            l -> {
              lines.add("Plan: " + ConsoleLinks.object(execution, bucket, l.prefix() + "/" + Plan.PAGE.name()));
              if (report) {
                lines.add("Report: " + ConsoleLinks.object(execution, bucket, l.prefix() + "/" + Report.PAGE.name()));
              }
            });
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}

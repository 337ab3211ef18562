package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.aws.Announcements.Importance;
import dev.tideway.aws.ResourceKind;
import dev.tideway.json.Json;
import dev.tideway.operations.Message;
import dev.tideway.operations.MessageComposer;
import dev.tideway.operations.SentMessages;
import dev.tideway.run.Deadline;
import dev.tideway.testing.MemoryLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class NotifyHandlerTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(1);
  private static final String EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:tideway-migration:shop-1";

  private final MemoryLocks locks = new MemoryLocks();
  private final MemorySent sent = new MemorySent();
  private final List<Message> published = new ArrayList<>();
  private final NotifyHandler notify = new NotifyHandler(new MessageComposer(locks, "bucket"), sent, published::add);

  @BeforeEach
  void aMigrationRuns() {
    locks.acquire("shop", EXECUTION, "subject", "migrations/shop/shop-1");
    locks.phase("shop", 1, "Replicate");
    locks.created("shop", 1, ResourceKind.TASK.of("arn:aws:dms:eu-west-1:123456789012:task:SHOP1"));
    locks.created("shop", 1, ResourceKind.INSTANCE.of("arn:aws:dms:eu-west-1:123456789012:rep:SHOPREP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"task-stopped", "task-failed-of-others", "execution-succeeded"})
  void dropsRoutineAndWhatIsNotTideways(String name) {
    assertThat(notify.handle(event(name), LATER).outcome()).isEqualTo("routine");
    assertThat(published).isEmpty();
  }

  @Test
  void reportsAFailedTaskAlthoughItsEventHasNoId() {
    Message message = sent("task-failed");
    assertThat(message.subject()).isEqualTo("[Tideway] shop: replication task failed");
    assertThat(message.importance()).isEqualTo(Importance.error);
    assertThat(message.phase()).isEqualTo("Replicate");
    assertThat(message.body()).contains("FATAL_ERROR").contains("Who acts: nobody\nWhat to do next: nothing yet").contains("#/v2/executions/details/" + EXECUTION);
  }

  @Test
  void warnsOfLowStorage() {
    assertThat(sent("instance-low-storage").subject()).isEqualTo("[Tideway] shop: warning about the replication instance");
  }

  /** Events as they were captured, as documents print them, and without optional members. */
  @ParameterizedTest
  @CsvSource({
    "task-failed, replication task failed, REPLICATION_TASK_FAILED",
    "task-failed-as-documented, replication task failed, DMS-EVENT-0078",
    "instance-low-storage, warning about the replication instance, DMS-EVENT-0007",
    "instance-low-storage-as-documented, warning about the replication instance, DMS-EVENT-0007",
    "instance-failover-without-id, warning about the replication instance, REPLICATION_INSTANCE_FAILOVER_STARTED"
  })
  void readsTheKindFromTheArnAndTheIdFromEitherMember(String name, String subject, String event) {
    Message message = sent(name);
    assertThat(message.subject()).isEqualTo("[Tideway] shop: " + subject);
    assertThat(message.body()).contains(event);
  }

  @Test
  void reportsAnAbortedExecution() {
    Message message = sent("execution-aborted");
    assertThat(message.subject()).isEqualTo("[Tideway] shop: execution aborted");
    assertThat(message.body()).contains("start the same request again");
  }

  @Test
  void saysOfAVerificationThatAPersonStartedNoMoreThanItShows() {
    Message message = sent("progress-verified");
    assertThat(message.subject()).startsWith("[Tideway] shop: 3 rows differ between source and target");
    assertThat(message.body())
        .contains("all in tables whose mismatches the request accepts; 2 rows kept changing and are undecided.")
        .contains("result: verifications/shop/again/verification-full-1.json");
  }

  /** The migration of that name goes on. */
  @Test
  void doesNotReportAFailedVerificationAsAFailureOfTheMigration() {
    Message message = sent("progress-not-verified");
    assertThat(message.subject()).isEqualTo("[Tideway] shop: could not be compared; nothing was changed, the migration goes on");
    assertThat(message.importance()).isEqualTo(Importance.action);
    assertThat(message.phase()).isEqualTo("Not verified");
    assertThat(message.body()).contains("What to do next: Apply the fix of each blocker in findings-inventory.json");
  }

  @Test
  void asksForTheApprovalWithTheCommandToRun() {
    Message message = sent("progress-approve");
    assertThat(message.subject()).isEqualTo("[Tideway] shop: waits for your approval");
    assertThat(message.importance()).isEqualTo(Importance.action);
    assertThat(message.body())
        .contains("mismatches: 0")
        .contains("{\"migration\": \"shop\", \"approve\": true")
        .contains("https://eu-west-1.console.aws.amazon.com/s3/object/bucket?region=eu-west-1&prefix=migrations%2Fshop%2Fshop-1%2Fplan.html");
  }

  @Test
  void saysSwitchNowWithTheWriteDowntime() {
    Message message = sent("progress-switch");
    assertThat(message.subject()).isEqualTo("[Tideway] shop: switch your application now");
    assertThat(message.body()).contains("writeDowntimeSeconds: 12.4").contains("tso: 462130981478432770");
  }

  @Test
  void saysThatKeptResourcesAreDeletedBeforeTheStack() {
    Message message = sent("progress-done-kept");
    assertThat(message.body()).contains("keptInAws: 4").contains("What to do next: the resources kept in AWS DMS cost money").contains("delete them before the stack");
  }

  @Test
  void reportsAFailureWithCauseAndNextStep() {
    Message message = sent("progress-fail");
    assertThat(message.subject()).isEqualTo("[Tideway] shop: failed in Replicate");
    assertThat(message.body()).contains("code: TW-E052").contains("Who acts: whoever runs the migration\nWhat to do next: Find out").contains("report.html");
  }

  @Test
  void reportsTheEndOnlyOnce() {
    sent("progress-fail");
    assertThat(notify.handle(event("execution-failed"), LATER).outcome()).isEqualTo("repeat");
    assertThat(notify.handle(event("progress-fail"), LATER).outcome()).isEqualTo("repeat");
    assertThat(published).hasSize(1);
  }

  @Test
  void reportsADifferentFaultAgain() {
    sent("task-failed");
    ObjectNode tomorrow = (ObjectNode) event("task-failed");
    tomorrow.put("id", "another");
    assertThat(notify.handle(tomorrow, LATER).outcome()).isEqualTo("published");
  }

  @Test
  void aMessageThatWasNotSentIsSentLater() {
    NotifyHandler broken =
        new NotifyHandler(
            new MessageComposer(locks, "bucket"),
            sent,
            m -> {
              throw new IllegalStateException("SNS is away");
            });
    assertThatThrownBy(() -> broken.handle(event("task-failed"), LATER)).hasMessage("SNS is away");
    sent.lapse();
    assertThat(notify.handle(event("task-failed"), LATER).outcome()).isEqualTo("published");
  }

  @Test
  void keepsSubjectsWithinWhatSnsTakes() {
    Message message = new Message("shop", EXECUTION, "Load", Importance.info, "ümläut\n" + "x".repeat(200), List.of(), "k");
    assertThat(message.subject()).hasSize(100).matches("[\\x20-\\x7e]+");
  }

  private Message sent(String name) {
    assertThat(notify.handle(event(name), LATER).outcome()).isEqualTo("published");
    Message message = published.getLast();
    assertThat(message.subject().length()).isLessThanOrEqualTo(100);
    return message;
  }

  private static JsonNode event(String name) {
    return Json.read(NotifyHandlerTest.class.getResourceAsStream("/events/notify/" + name + ".json"), JsonNode.class);
  }

  /** Sent messages as a map; a claim is valid until the test ends it. */
  private static final class MemorySent implements SentMessages {
    private final Map<String, Boolean> ids = new HashMap<>();

    @Override
    public boolean claim(String id) {
      return ids.putIfAbsent(id, false) == null;
    }

    @Override
    public void done(String id) {
      ids.put(id, true);
    }

    void lapse() {
      ids.values().removeIf(done -> !done);
    }
  }
}

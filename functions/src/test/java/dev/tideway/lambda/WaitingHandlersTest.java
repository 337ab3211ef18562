package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.aws.Announcements;
import dev.tideway.dms.TableState;
import dev.tideway.error.GuardBroken;
import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.WaitFailed;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Question;
import dev.tideway.run.Run;
import dev.tideway.run.Verdict;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.waiting.Condition;
import dev.tideway.waiting.DeadExecutions;
import dev.tideway.waiting.FakeDmsSnapshot;
import dev.tideway.waiting.FakeTokens;
import dev.tideway.waiting.MemoryWaits;
import dev.tideway.waiting.Probe;
import dev.tideway.waiting.Wait;
import dev.tideway.waiting.WaitAnswers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.sfn.model.SfnException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Await, observe and approve together, over a snapshot that the test changes. */
final class WaitingHandlersTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(1);
  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final String TASK = "arn:aws:dms:eu-west-1:123456789012:task:SHOP1";
  private static final JsonNode TICK = event("observe/tick");
  private static final JsonNode DMS = event("observe/task-stopped");

  private final MemoryLocks locks = new MemoryLocks();
  private final MemoryWaits waits = new MemoryWaits();
  private final FakeTokens tokens = new FakeTokens();
  private final FakeDmsSnapshot snapshot = new FakeDmsSnapshot();
  private final Map<String, String> executions = new HashMap<>();
  private final List<Announcements.Progress> announced = new ArrayList<>();
  private final List<Question> asked = new ArrayList<>();
  private Optional<LambdaException> refusal = Optional.empty();
  private final AwaitHandler.Input caughtUp = Json.convert(event("await/caught-up"), AwaitHandler.Input.class);
  private final AwaitHandler.Input approved = Json.convert(event("await/approved"), AwaitHandler.Input.class);

  @BeforeEach
  void holdTheLock() {
    Run run = caughtUp.run();
    locks.acquire(run.migration(), run.execution(), "subject", run.prefix());
    executions.put(run.execution(), "RUNNING");
    snapshot.task(TASK, "running", "");
  }

  @Test
  void answersAtOnceIfTheConditionHoldsAlready() {
    snapshot.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(snapshot.now), 0, "");
    await(new Condition.LoadEnded(List.of(TASK)), "t1");
    assertThat(tokens.answers).containsExactly("success t1 {}");
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void storesFirstSoThatNoEventIsLost() {
    AwaitHandler failing =
        new AwaitHandler(
            locks,
            waits,
            tokens,
            this::ask,
            list -> {
              assertThat(waits.rows).hasSize(1);
              throw DatabaseMigrationException.builder().message("Rate exceeded").build();
            },
            clock());
    assertThat(failing.handle(caughtUp, LATER).explanation()).contains("stored");
    assertThat(waits.rows).hasSize(1);
  }

  @Test
  void endsTheWaitWhenAnEventArrives() {
    await(new Condition.LoadEnded(List.of(TASK)), "t1");
    assertThat(tokens.answers).containsExactly("heartbeat t1");
    snapshot.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(snapshot.now), 0, "");
    observe(DMS);
    observe(DMS);
    assertThat(tokens.answers).containsExactly("heartbeat t1", "success t1 {}");
  }

  @Test
  void countsSamplesOverManyEvaluations() {
    await(caughtUp);
    for (int minute = 1; minute <= 3; minute++) {
      snapshot.lag(TASK, minute * 60, 1);
      observe(TICK);
      observe(DMS);
    }
    assertThat(tokens.answers.getLast()).startsWith("success " + caughtUp.token());
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void goesOnCountingWhenTheStateRegistersAgain() {
    await(caughtUp);
    snapshot.lag(TASK, 60, 1).lag(TASK, 120, 1);
    observe(TICK);
    tokens.ended.add(caughtUp.token());
    await(withToken(caughtUp, "second"));
    snapshot.lag(TASK, 180, 1);
    observe(TICK);
    assertThat(tokens.answers.getLast()).startsWith("success second");
  }

  @Test
  void doesNotRemoveAWaitThatRegisteredAgainMeanwhile() {
    await(caughtUp);
    Wait old = waits.rows.values().iterator().next();
    await(withToken(caughtUp, "second"));
    waits.delete(old);
    assertThat(waits.rows.values()).extracting(Wait::token).containsExactly("second");
  }

  @Test
  void doesNotCountTwiceWhenTwoEvaluationsOverlap() {
    await(caughtUp);
    Wait seenByBoth = waits.rows.values().iterator().next();
    snapshot.lag(TASK, 60, 1);
    new WaitAnswers(waits, tokens, this::ask, announced::add).settle(seenByBoth, snapshot);
    new WaitAnswers(waits, tokens, this::ask, announced::add).settle(seenByBoth, snapshot);
    assertThat(waits.rows.values().iterator().next().samples().good()).isEqualTo(1);
  }

  @Test
  void failsWithTheGuardThatBroke() {
    await(caughtUp);
    snapshot.task(TASK, "failed", "Stop Reason FATAL_ERROR Error Level FATAL");
    observe(DMS);
    assertThat(tokens.answers.getLast())
        .startsWith("failure " + caughtUp.token() + " " + GuardBroken.class.getName())
        .contains("TW-E050")
        .contains("FATAL_ERROR");
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void failsAConditionThatCanNeverHold() {
    await(new Condition.InstanceAvailable("gone"), "t1");
    assertThat(tokens.answers).singleElement().satisfies(a -> assertThat(a).contains(WaitFailed.class.getName()).contains("TW-E051"));
  }

  @Test
  void failsAWaitThatTakesTooLongAndReportsItsProgress() {
    await(caughtUp);
    snapshot.now = snapshot.now.plusSeconds(caughtUp.timeoutSeconds() + 1);
    observe(TICK);
    assertThat(tokens.answers.getLast()).contains("TW-E052").contains("0 of 3 samples");
  }

  @Test
  void deletesWaitsThatNoStateWaitsFor() {
    await(caughtUp);
    tokens.ended.add(caughtUp.token());
    observe(TICK);
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void oneMigrationsDefectDoesNotDelayTheRest() {
    await(new Condition.Drained(List.of(TASK), "b.1:1"), "t1");
    otherWaitsFirst(new Condition.Drained(List.of(TASK), "no position"));
    snapshot.task(TASK, "running", "", Optional.empty(), 0, "checkpoint:V1#1#b.1:1:-1:1:1:b.1:1#0");
    assertThatThrownBy(() -> observe(TICK)).as("the alarm on the function's errors tells").hasMessageContaining("no position");
    assertThat(tokens.answers).contains("success t1 {}");
  }

  @Test
  void whatAwsRefusesOneMigrationIsNoDefect() {
    await(new Condition.LoadEnded(List.of(TASK)), "t1");
    otherWaitsFirst(new Condition.LoadEnded(List.of("refused")));
    snapshot.failing.put("refused", DatabaseMigrationException.builder().message("not authorized").build());
    snapshot.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(snapshot.now), 0, "");
    observe(TICK);
    assertThat(tokens.answers).contains("success t1 {}");
    assertThat(waits.rows).hasSize(1);
  }

  @Test
  void oneWaitThatHangsDoesNotDelayTheRest() {
    await(new Condition.LoadEnded(List.of(TASK)), "t1");
    otherWaitsFirst(new Condition.LoadEnded(List.of("hanging")));
    snapshot.hanging.add("hanging");
    snapshot.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(snapshot.now), 0, "");
    observe(TICK);
    assertThat(tokens.answers).contains("success t1 {}");
    assertThat(waits.rows).hasSize(1);
  }

  @Test
  void costsOneReadWhenNothingWaits() {
    new ObserveHandler(waits, tokens, this::ask, list -> {
      throw new AssertionError("nothing to look at");
    }, announced::add, deadExecutions(), BUDGET).handle(DMS, LATER);
    assertThat(waits.reads).isEqualTo(1);
  }

  @Test
  void invokesTheProbeAndAnswersByItsInvocationRecord() {
    await(new Condition.Frozen(), "t1");
    assertThat(asked).extracting(Question::state).containsExactly("state");
    assertThat(tokens.answers).containsExactly("heartbeat t1");
    answer(asked.getLast(), Verdict.satisfied("frozen", Map.of("position", "b.1:2")));
    assertThat(tokens.answers.getLast()).isEqualTo("success t1 {\"position\":\"b.1:2\"}");
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void invokesOneProbeAtATime() {
    await(new Condition.Frozen(), "t1");
    observe(TICK);
    observe(DMS);
    assertThat(asked).hasSize(1);
  }

  @Test
  void invokesTheProbeAgainAtTheNextTickIfTheConditionDidNotHold() {
    await(new Condition.Frozen(), "t1");
    later(Duration.ofSeconds(20));
    answer(asked.getLast(), Verdict.notYet("read_only is OFF"));
    assertThat(asked).as("the freeze is not worked at").hasSize(1);
    observe(TICK);
    assertThat(asked).hasSize(2);
  }

  @Test
  void goesOnAtOnceWithTheNextSliceOfTheIndexBuild() {
    await(new Condition.IndexesBuilt(), "t1");
    for (int slice = 1; slice <= 20; slice++) {
      later(Duration.ofMinutes(2));
      answer(asked.getLast(), percent(10));
      assertThat(asked).hasSize(1 + slice);
    }
    answer(asked.getLast(), Verdict.satisfied("9 of 9", Map.of()));
    assertThat(tokens.answers.getLast()).isEqualTo("success t1 {}");
  }

  @Test
  void leavesASliceThatEndedAtOnceToTheNextTick() {
    await(new Condition.IndexesBuilt(), "t1");
    answer(asked.getLast(), percent(10));
    assertThat(asked).hasSize(1);
    observe(TICK);
    assertThat(asked).hasSize(2);
  }

  @Test
  void countsAnUnansweredQuestionAsLostAndIgnoresItsLateAnswer() {
    await(new Condition.Frozen(), "t1");
    later(Probe.freeze.lease().minusSeconds(1));
    observe(TICK);
    assertThat(asked).hasSize(1);
    later(Duration.ofSeconds(1));
    observe(TICK);
    assertThat(asked).hasSize(2);
    answer(asked.getFirst(), Verdict.satisfied("frozen", Map.of()));
    assertThat(tokens.answers).allMatch("heartbeat t1"::equals);
    answer(asked.getLast(), Verdict.notYet("read_only is OFF"));
    answer(asked.getLast(), Verdict.satisfied("the same invocation, delivered twice", Map.of()));
    assertThat(tokens.answers).allMatch("heartbeat t1"::equals);
  }

  @Test
  void answersTheStateThatRegisteredAgainMeanwhile() {
    await(new Condition.Frozen(), "t1");
    tokens.ended.add("t1");
    await(new Condition.Frozen(), "t2");
    assertThat(asked).as("the first probe still works").hasSize(1);
    answer(asked.getLast(), Verdict.satisfied("frozen", Map.of()));
    assertThat(tokens.answers.getLast()).isEqualTo("success t2 {}");
  }

  @Test
  void invokesTheProbeAgainAtTheNextTickIfItFailed() {
    await(new Condition.IndexesBuilt(), "t1");
    later(Duration.ofMinutes(3));
    JsonNode killed = event("observe/probe-killed");
    ((ObjectNode) killed).set("requestPayload", Json.tree(asked.getLast()));
    observe(killed);
    assertThat(asked).hasSize(1);
    assertThat(waits.rows.values().iterator().next().answer()).contains("the probe cannot query the database").contains("timed out after 60.00 seconds");
    observe(TICK);
    assertThat(asked).hasSize(2);
  }

  @Test
  void answersAgainAtTheNextTickIfStepFunctionsRefusedTheAnswer() {
    await(new Condition.Frozen(), "t1");
    tokens.refusal = Optional.of(SfnException.builder().message("throttled").build());
    answer(asked.getLast(), Verdict.satisfied("frozen", Map.of()));
    tokens.refusal = Optional.empty();
    observe(TICK);
    assertThat(asked).as("not only when the lease is over").hasSize(2);
    answer(asked.getLast(), Verdict.satisfied("frozen", Map.of()));
    assertThat(tokens.answers.getLast()).isEqualTo("success t1 {}");
  }

  @Test
  void invokesTheProbeAgainAtTheNextTickIfItWasNotRun() {
    await(new Condition.Frozen(), "t1");
    ObjectNode aged = event("observe/probe-killed").deepCopy();
    aged.withObject("/requestContext").put("condition", "EventAgeExceeded").put("approximateInvokeCount", 0);
    aged.remove(List.of("responseContext", "responsePayload"));
    aged.set("requestPayload", Json.tree(asked.getLast()));
    observe(aged);
    assertThat(waits.rows.values().iterator().next().answer()).contains("not run (EventAgeExceeded)");
    observe(TICK);
    assertThat(asked).hasSize(2);
  }

  @Test
  void invokesTheProbeAgainAtTheNextTickIfLambdaRefusedIt() {
    refusal = Optional.of((LambdaException) LambdaException.builder().message("Rate Exceeded.").build());
    await(new Condition.Frozen(), "t1");
    refusal = Optional.empty();
    observe(TICK);
    assertThat(asked).hasSize(1);
  }

  @Test
  void reportsTheLastVerdictOfTheProbeAtTheEnd() {
    await(new Condition.Frozen(), "t1");
    answer(asked.getLast(), Verdict.notYet("read_only is OFF"));
    later(Duration.ofHours(2));
    observe(TICK);
    assertThat(tokens.answers.getLast()).contains("TW-E052").contains("read_only is OFF");
  }

  @Test
  void aBrokenGuardComesBeforeTheProbesVerdict() {
    await(new AwaitHandler.Input(caughtUp.run(), "state", "t1", new Condition.Frozen(), caughtUp.guards(), 3600));
    snapshot.task(TASK, "failed", "Stop Reason FATAL_ERROR Error Level FATAL");
    answer(asked.getLast(), Verdict.satisfied("frozen", Map.of()));
    assertThat(tokens.answers.getLast()).contains(GuardBroken.class.getName());
  }

  @Test
  void ignoresTheAnswerOfAWaitThatIsGone() {
    observe(event("observe/probe-answered"));
    assertThat(tokens.answers).isEmpty();
  }

  @Test
  void reportsEachQuarterOfTheIndexBuildOnce() {
    await(new Condition.IndexesBuilt(), "t1");
    for (int percent : List.of(55, 60, 80)) {
      later(Duration.ofMinutes(2));
      answer(asked.getLast(), percent(percent));
    }
    assertThat(announced.stream().map(p -> p.facts().get("percent").asInt())).containsExactly(55, 80);
    assertThat(announced).allSatisfy(p -> assertThat(p.phase()).isEqualTo("state"));
  }

  @Test
  void failsUnderTheCodeThatTheProbeNames() {
    await(new Condition.IndexesBuilt(), "t1");
    ObjectNode failed = event("observe/probe-killed").deepCopy();
    failed.withObject("/responsePayload").put("errorType", MigrationFailed.class.getName()).put("errorMessage", "TW-E105: building ua of shop.t failed");
    failed.set("requestPayload", Json.tree(asked.getLast()));
    observe(failed);
    assertThat(tokens.answers.getLast()).contains("TW-E105: building ua").doesNotContain("TW-E051");
  }

  @Test
  void announcesAnExecutionThatEndedWithoutAMessage() {
    await(approved);
    executions.put(caughtUp.run().execution(), "ABORTED");
    observe(DMS);
    assertThat(announced).as("only the minute looks after executions").isEmpty();
    observe(TICK);
    observe(TICK);
    assertThat(announced).singleElement().satisfies(p -> assertThat(p.facts().get("code").asText()).isEqualTo("TW-E094"));
    assertThat(locks.find("shop").orElseThrow().status()).isEqualTo(Locks.Status.failed);
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void announcesNothingIfTheExecutionReleasedItsLock() {
    executions.put(caughtUp.run().execution(), "SUCCEEDED");
    locks.release("shop", 1, Locks.Status.finished);
    observe(TICK);
    assertThat(announced).isEmpty();
  }

  @Test
  void awaitsOnlyForTheHolderOfTheLock() {
    Run other = new Run("shop", caughtUp.run().execution(), 9, "p");
    AwaitHandler.Input input = new AwaitHandler.Input(other, "s", "t", new Condition.Approved(), List.of(), 60);
    assertThatThrownBy(() -> await(input)).isInstanceOf(LockLost.class);
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void passesThePersonsDecisionToTheExecution() {
    await(approved);
    assertThat(approve("approve/approve").outcome()).isEqualTo("approved");
    assertThat(tokens.answers.getLast())
        .isEqualTo("success " + approved.token() + " {\"approvedBy\":\"Ada\",\"at\":\"2026-11-23T10:00:00Z\",\"comment\":\"Sunday night window\"}");
    assertThatThrownBy(() -> approve("approve/approve")).hasMessageContaining("TW-E054");
  }

  @Test
  void endsTheMigrationWhenThePersonRejects() {
    await(approved);
    assertThat(approve("approve/reject").outcome()).isEqualTo("rejected");
    assertThat(tokens.answers.getLast()).contains(MigrationFailed.class.getName()).contains("TW-E053").contains("not tonight");
  }

  @Test
  void reportsThePhaseOfAMigrationThatWaitsForNoApproval() {
    await(caughtUp);
    locks.phase("shop", 1, "Replicate");
    assertThatThrownBy(() -> approve("approve/approve")).hasMessageContaining("TW-E054").hasMessageContaining("its phase is Replicate");
    assertThatThrownBy(() -> approver().handle(new ApproveHandler.Input("nobody", true, "Ada", Optional.empty()), LATER))
        .hasMessageContaining("there is no migration nobody");
    assertThatThrownBy(() -> approver().handle(new ApproveHandler.Input("shop", null, "Ada", Optional.empty()), LATER))
        .hasMessageContaining("TW-E055");
    assertThatThrownBy(() -> typed("{\"migration\":\"shop\",\"aprove\":true,\"by\":\"Ada\"}")).hasMessageContaining("TW-E055").hasMessageContaining("\"approve\": true or false");
    // the same as without: every function accepts its action's name
    assertThatThrownBy(() -> typed("{\"action\":\"approve\",\"migration\":\"nobody\",\"approve\":true,\"by\":\"Ada\"}")).hasMessageContaining("there is no migration nobody");
  }

  @Test
  void aReloadThatIsOverIsAnsweredWithItsTables() {
    snapshot.table(TASK, "shop.a", TableState.COMPLETED, Instant.EPOCH);
    await(new Condition.TablesComplete(List.of(TASK), snapshot.now), "t1");
    assertThat(tokens.answers).containsExactly("success t1 {}");
  }

  private void await(AwaitHandler.Input input) {
    new AwaitHandler(locks, waits, tokens, this::ask, list -> snapshot, clock()).handle(input, LATER);
  }

  private void await(Condition condition, String token) {
    await(new AwaitHandler.Input(caughtUp.run(), "state", token, condition, List.of(), 3600));
  }

  private void observe(JsonNode event) {
    new ObserveHandler(waits, tokens, this::ask, list -> snapshot, announced::add, deadExecutions(), BUDGET).handle(event, LATER);
  }

  private void ask(Probe probe, Question question) {
    refusal.ifPresent(e -> {
      throw e;
    });
    asked.add(question);
  }

  private void answer(Question question, Verdict verdict) {
    ObjectNode record = event("observe/probe-answered").deepCopy();
    record.set("requestPayload", Json.tree(question));
    record.set("responsePayload", Json.tree(verdict));
    observe(record);
  }

  private static Verdict percent(int percent) {
    return Verdict.notYet(percent + " % of the rows", Map.of("percent", percent));
  }

  private void later(Duration duration) {
    snapshot.now = snapshot.now.plus(duration);
  }

  /** A second wait, which is evaluated before the first one. */
  private void otherWaitsFirst(Condition condition) {
    Wait there = waits.rows.remove(caughtUp.run().execution() + "#state");
    waits.put(
        new Wait(
            caughtUp.run(), "other", "t2", condition, List.of(), snapshot.now, snapshot.now.plusSeconds(9), new Wait.Samples(snapshot.now, 0),
            Optional.empty(), 0));
    waits.put(there);
  }

  private DeadExecutions deadExecutions() {
    return new DeadExecutions(locks, executions::get, announced::add, waits, clock());
  }

  private void typed(String payload) throws IOException {
    approver().handle(payload.getBytes(StandardCharsets.UTF_8), new ByteArrayOutputStream(), () -> Duration.ofMinutes(1));
  }

  private ApproveHandler approver() {
    return new ApproveHandler(locks, waits, tokens, clock());
  }

  private ApproveHandler.Output approve(String file) {
    return approver().handle(Json.convert(event(file), ApproveHandler.Input.class), LATER);
  }

  private Clock clock() {
    return Clock.fixed(snapshot.now, ZoneOffset.UTC);
  }

  private static AwaitHandler.Input withToken(AwaitHandler.Input input, String token) {
    return new AwaitHandler.Input(input.run(), input.state(), token, input.condition(), input.guards(), input.timeoutSeconds());
  }

  private static JsonNode event(String name) {
    return Json.read(WaitingHandlersTest.class.getResourceAsStream("/events/" + name + ".json"), JsonNode.class);
  }
}

package dev.tideway.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Announcements;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.Locks;
import dev.tideway.aws.MemoryLocks;
import dev.tideway.error.GuardBroken;
import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.WaitFailed;
import dev.tideway.json.Json;
import dev.tideway.replication.TableState;
import dev.tideway.request.Run;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Await, observe and approve together, over a world that the test changes. */
final class WaitingFunctionsTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(1);
  private static final String TASK = "arn:aws:dms:eu-west-1:123456789012:task:SHOP1";
  private static final JsonNode TICK = event("observe/tick");
  private static final JsonNode DMS = event("observe/task-stopped");

  private final MemoryLocks locks = new MemoryLocks();
  private final MemoryWaits waits = new MemoryWaits();
  private final FakeTokens tokens = new FakeTokens();
  private final FakeWorld world = new FakeWorld();
  private final Map<String, String> executions = new HashMap<>();
  private final List<Announcements.Progress> announced = new ArrayList<>();
  private final AwaitFunction.Input caughtUp = Json.convert(event("await/caught-up"), AwaitFunction.Input.class);
  private final AwaitFunction.Input approved = Json.convert(event("await/approved"), AwaitFunction.Input.class);

  @BeforeEach
  void holdTheLock() {
    Run run = caughtUp.run();
    locks.acquire(run.migration(), run.execution(), "subject", run.prefix());
    executions.put(run.execution(), "RUNNING");
    world.task(TASK, "running", "");
  }

  @Test
  void answersAtOnceWhatHoldsAlready() {
    world.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(world.now), 0, "");
    await(new Condition.LoadEnded(List.of(TASK)), "t1");
    assertThat(tokens.answers).containsExactly("success t1 {}");
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void storesFirstSoThatNoEventIsLost() {
    AwaitFunction failing =
        new AwaitFunction(
            locks,
            waits,
            tokens,
            list -> {
              assertThat(waits.rows).hasSize(1);
              throw DatabaseMigrationException.builder().message("Rate exceeded").build();
            },
            clock());
    assertThat(failing.handle(caughtUp, LATER).explanation()).contains("stored");
    assertThat(waits.rows).hasSize(1);
  }

  @Test
  void hearsOfTheEndByAnEvent() {
    await(new Condition.LoadEnded(List.of(TASK)), "t1");
    assertThat(tokens.answers).containsExactly("heartbeat t1");
    world.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(world.now), 0, "");
    observe(DMS);
    observe(DMS);
    assertThat(tokens.answers).containsExactly("heartbeat t1", "success t1 {}");
  }

  @Test
  void countsSamplesOverManyLooks() {
    await(caughtUp);
    for (int minute = 1; minute <= 3; minute++) {
      world.lag(TASK, minute * 60, 1);
      observe(TICK);
      observe(DMS);
    }
    assertThat(tokens.answers.getLast()).startsWith("success " + caughtUp.token());
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void goesOnCountingWhenTheStateRegistersAgain() {
    await(caughtUp);
    world.lag(TASK, 60, 1).lag(TASK, 120, 1);
    observe(TICK);
    tokens.dead.add(caughtUp.token());
    await(withToken(caughtUp, "second"));
    world.lag(TASK, 180, 1);
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
  void doesNotCountTwiceWhenTwoLooksOverlap() {
    await(caughtUp);
    Wait seenByBoth = waits.rows.values().iterator().next();
    world.lag(TASK, 60, 1);
    new Answers(waits, tokens, announced::add).settle(seenByBoth, world);
    new Answers(waits, tokens, announced::add).settle(seenByBoth, world);
    assertThat(waits.rows.values().iterator().next().samples().good()).isEqualTo(1);
  }

  @Test
  void failsWithTheGuardThatBroke() {
    await(caughtUp);
    world.task(TASK, "failed", "Stop Reason FATAL_ERROR Error Level FATAL");
    observe(DMS);
    assertThat(tokens.answers.getLast())
        .startsWith("failure " + caughtUp.token() + " " + GuardBroken.class.getName())
        .contains("TW-E050")
        .contains("FATAL_ERROR");
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void failsWhatCanNeverHold() {
    await(new Condition.InstanceAvailable("gone"), "t1");
    assertThat(tokens.answers).singleElement().satisfies(a -> assertThat(a).contains(WaitFailed.class.getName()).contains("TW-E051"));
  }

  @Test
  void failsWhatTakesTooLongAndSaysHowFarItCame() {
    await(caughtUp);
    world.now = world.now.plusSeconds(caughtUp.timeoutSeconds() + 1);
    observe(TICK);
    assertThat(tokens.answers.getLast()).contains("TW-E052").contains("0 of 3 samples");
  }

  @Test
  void dropsWaitsNobodyWaitsFor() {
    await(caughtUp);
    tokens.dead.add(caughtUp.token());
    observe(TICK);
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void oneMigrationsTroubleDoesNotKeepTheOthersWaiting() {
    await(new Condition.Drained(List.of(TASK), "b.1:1"), "t1");
    Run run = caughtUp.run();
    waits.put(
        new Wait(
            run, "broken", "t2", new Condition.Drained(List.of(TASK), "no position"), List.of(), world.now, world.now.plusSeconds(9),
            new Wait.Samples(world.now, 0), 0));
    waits.put(waits.rows.remove(run.execution() + "#state"));
    world.task(TASK, "running", "", Optional.empty(), 0, "checkpoint:V1#1#b.1:1:-1:1:1:b.1:1#0");
    observe(TICK);
    assertThat(tokens.answers).contains("success t1 {}");
  }

  @Test
  void costsOneReadWhenNothingWaits() {
    new ObserveFunction(waits, tokens, list -> {
      throw new AssertionError("nothing to look at");
    }, announced::add, dead()).handle(DMS, LATER);
    assertThat(waits.reads).isEqualTo(1);
  }

  @Test
  void tellsEachQuarterOfTheIndexBuildOnce() {
    world.probes.put(World.Probe.indexes, Verdict.notYet("3 of 9 indexes built", Json.object().put("percent", 55)));
    await(new Condition.IndexesBuilt(), "t1");
    observe(TICK);
    world.probes.put(World.Probe.indexes, Verdict.notYet("4 of 9 indexes built", Json.object().put("percent", 60)));
    observe(TICK);
    world.probes.put(World.Probe.indexes, Verdict.notYet("6 of 9 indexes built", Json.object().put("percent", 80)));
    observe(TICK);
    assertThat(announced.stream().map(p -> p.facts().get("percent").asInt())).containsExactly(55, 80);
    assertThat(announced).allSatisfy(p -> assertThat(p.phase()).isEqualTo("state"));
  }

  @Test
  void failsUnderTheCodeThatTheProbeNames() {
    world.probes.put(World.Probe.indexes, Verdict.failed("TW-E105: building ua of shop.t failed"));
    await(new Condition.IndexesBuilt(), "t1");
    assertThat(tokens.answers.getLast()).contains("TW-E105: building ua").doesNotContain("TW-E051");
  }

  @Test
  void announcesAnExecutionThatDiedWithoutAWord() {
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
  void saysNothingOfAnExecutionThatReleasedItsLock() {
    executions.put(caughtUp.run().execution(), "SUCCEEDED");
    locks.release("shop", 1, Locks.Status.finished);
    observe(TICK);
    assertThat(announced).isEmpty();
  }

  @Test
  void awaitsOnlyForTheHolderOfTheLock() {
    Run other = new Run("shop", caughtUp.run().execution(), 9, "p");
    AwaitFunction.Input input = new AwaitFunction.Input(other, "s", "t", new Condition.Approved(), List.of(), 60);
    assertThatThrownBy(() -> await(input)).isInstanceOf(LockLost.class);
    assertThat(waits.rows).isEmpty();
  }

  @Test
  void handsThePersonsWordToTheExecution() {
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
  void saysWhereAMigrationStandsThatWaitsForNoApproval() {
    await(caughtUp);
    locks.phase("shop", 1, "Replicate");
    assertThatThrownBy(() -> approve("approve/approve")).hasMessageContaining("TW-E054").hasMessageContaining("its phase is Replicate");
    assertThatThrownBy(() -> approver().handle(new ApproveFunction.Input("nobody", true, "Ada", Optional.empty()), LATER))
        .hasMessageContaining("there is no migration nobody");
    assertThatThrownBy(() -> approver().handle(new ApproveFunction.Input("shop", null, "Ada", Optional.empty()), LATER))
        .hasMessageContaining("TW-E055");
  }

  @Test
  void aReloadThatIsOverIsAnsweredWithItsTables() {
    world.table(TASK, "shop.a", TableState.COMPLETED, Instant.EPOCH);
    await(new Condition.TablesComplete(List.of(TASK), world.now), "t1");
    assertThat(tokens.answers).containsExactly("success t1 {}");
  }

  private void await(AwaitFunction.Input input) {
    new AwaitFunction(locks, waits, tokens, list -> world, clock()).handle(input, LATER);
  }

  private void await(Condition condition, String token) {
    await(new AwaitFunction.Input(caughtUp.run(), "state", token, condition, List.of(), 3600));
  }

  private void observe(JsonNode event) {
    new ObserveFunction(waits, tokens, list -> world, announced::add, dead()).handle(event, LATER);
  }

  private DeadExecutions dead() {
    return new DeadExecutions(locks, executions::get, announced::add, waits, clock());
  }

  private ApproveFunction approver() {
    return new ApproveFunction(locks, waits, tokens, clock());
  }

  private ApproveFunction.Output approve(String file) {
    return approver().handle(Json.convert(event(file), ApproveFunction.Input.class), LATER);
  }

  private Clock clock() {
    return Clock.fixed(world.now, ZoneOffset.UTC);
  }

  private static AwaitFunction.Input withToken(AwaitFunction.Input input, String token) {
    return new AwaitFunction.Input(input.run(), input.state(), token, input.condition(), input.guards(), input.timeoutSeconds());
  }

  private static JsonNode event(String name) {
    return Json.read(WaitingFunctionsTest.class.getResourceAsStream("/events/" + name + ".json"), JsonNode.class);
  }
}

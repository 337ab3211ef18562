package dev.tideway.waiting;

import dev.tideway.dms.TableState;
import dev.tideway.run.Run;
import dev.tideway.run.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class EvaluationTest {
  private static final Run RUN = new Run("shop", "arn:e", 1, "p");
  private static final String TASK = "arn:aws:dms:eu-west-1:1:task:A";
  private static final String OTHER = "arn:aws:dms:eu-west-1:1:task:B";

  private final FakeDmsSnapshot snapshot = new FakeDmsSnapshot();
  private final Instant start = snapshot.now;

  @Test
  void instanceIsAvailableLaterOrNever() {
    Condition condition = new Condition.InstanceAvailable("i");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
    snapshot.instances.put("i", "creating");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.instances.put("i", "available");
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
    snapshot.instances.put("i", "incompatible-network");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
  }

  @Test
  void everyConnectionMustBeTested() {
    Condition condition =
        new Condition.ConnectionsTested(List.of(new Condition.Tested("s", "i", start), new Condition.Tested("t", "i", start)));
    snapshot.connections.put(List.of("s", "i"), new DmsSnapshot.Connection("successful", ""));
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.connections.put(List.of("t", "i"), new DmsSnapshot.Connection("testing", ""));
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.connections.put(List.of("t", "i"), new DmsSnapshot.Connection("successful", ""));
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void aFailureShownJustAfterTheTestBeganMayBeAnOldOne() {
    Condition condition = new Condition.ConnectionsTested(List.of(new Condition.Tested("s", "i", start)));
    snapshot.connections.put(List.of("s", "i"), new DmsSnapshot.Connection("failed", "Access denied for user"));
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.now = start.plusSeconds(11);
    assertThat(verdict(condition).explanation()).contains("Access denied for user");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
  }

  @Test
  void loadEndsOnlyByItsReason() {
    Condition condition = new Condition.LoadEnded(List.of(TASK));
    snapshot.task(TASK, "running", "");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.task(TASK, "running", "", Optional.of(start), 0, "");
    assertThat(verdict(condition).explanation()).contains("about to stop");
    snapshot.task(TASK, "stopping", "", Optional.of(start), 0, "");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(start), 0, "");
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
    snapshot.task(TASK, "stopped", "Stop Reason NORMAL");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
    snapshot.task(TASK, "failed", "Stop Reason FATAL_ERROR Error Level FATAL");
    assertThat(verdict(condition).explanation()).contains("FATAL_ERROR");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
  }

  @Test
  void aTaskResumedLongAfterItsLoadHasEndedIt() {
    snapshot.task(TASK, "running", "", Optional.of(start.minusSeconds(3600)), 0, "x");
    assertThat(state(new Condition.LoadEnded(List.of(TASK)))).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void everyTaskMustHaveEndedItsLoad() {
    snapshot.task(TASK, "stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", Optional.of(start), 0, "").task(OTHER, "running", "");
    assertThat(state(new Condition.LoadEnded(List.of(TASK, OTHER)))).isEqualTo(Verdict.State.notYet);
  }

  @Test
  void aLoadWithoutChangesEndsByItsReasonWhateverAnEarlierLoadSays() {
    Condition condition = new Condition.ReloadEnded(List.of(TASK));
    assertThat(state(condition)).as("gone").isEqualTo(Verdict.State.failed);
    snapshot.task(TASK, "running", "", Optional.of(start.minusSeconds(3600)), 0, "");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.task(TASK, "starting", "Stop Reason FULL_LOAD_ONLY_FINISHED", Optional.of(start.minusSeconds(3600)), 0, "");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.task(TASK, "stopped", "Stop Reason FULL_LOAD_ONLY_FINISHED");
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
    snapshot.task(TASK, "failed", "Last Error All tables failed to load. Stop Reason FATAL_ERROR Error Level FATAL");
    assertThat(state(condition)).as("judged table by table").isEqualTo(Verdict.State.satisfied);
    snapshot.task(TASK, "stopped", "Stop Reason NORMAL", Optional.of(start), 0, "");
    assertThat(verdict(condition).explanation()).contains("before its load ended");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
  }

  @Test
  void tablesAreCompleteWhenNoneIsLoading() {
    Condition condition = new Condition.TablesComplete(List.of(TASK), start);
    snapshot.task(TASK, "running", "").table(TASK, "a", TableState.COMPLETED, start).table(TASK, "b", TableState.RELOADING, start);
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.tables.clear();
    snapshot.table(TASK, "b", TableState.COMPLETED, start.plusSeconds(1));
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void anErrorFromBeforeTheReloadDoesNotCount() {
    Condition condition = new Condition.TablesComplete(List.of(TASK), start);
    snapshot.task(TASK, "running", "").table(TASK, "a", TableState.ERROR, start.minusSeconds(60));
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.tables.clear();
    snapshot.table(TASK, "a", TableState.ERROR, start.plusSeconds(1));
    assertThat(verdict(condition).explanation()).contains("failed again: [a]");
  }

  @Test
  void aTaskThatStopsDuringTheReloadFailsIt() {
    snapshot.task(TASK, "failed", "Stop Reason FATAL_ERROR");
    assertThat(state(new Condition.TablesComplete(List.of(TASK), start))).isEqualTo(Verdict.State.failed);
  }

  @Test
  void missingMetricsAreNotCaughtUp() {
    snapshot.task(TASK, "running", "");
    Verdict verdict = verdict(new Condition.CaughtUp(List.of(TASK), 5, 3));
    assertThat(verdict.state()).isEqualTo(Verdict.State.notYet);
    assertThat(verdict.explanation()).isEqualTo("no new lag datapoint, limit 5 s, 0 of 3 samples");
  }

  @Test
  void countsEachDatapointOnce() {
    Condition condition = new Condition.CaughtUp(List.of(TASK), 5, 3);
    snapshot.task(TASK, "running", "").lag(TASK, 60, 1).lag(TASK, 120, 2);
    Evaluation.Result first = result(condition);
    assertThat(first.verdict().state()).isEqualTo(Verdict.State.notYet);
    assertThat(first.counted().samples()).isEqualTo(new Wait.Samples(start.plusSeconds(120), 2));
    Evaluation.Result second = new Evaluation(snapshot).evaluate(first.counted());
    assertThat(second.counted().samples().good()).isEqualTo(2);
    snapshot.lag(TASK, 180, 0);
    assertThat(new Evaluation(snapshot).evaluate(second.counted()).verdict().state()).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void startsCountingAgainAfterALateDatapoint() {
    snapshot.task(TASK, "running", "").lag(TASK, 60, 1).lag(TASK, 120, 41);
    Evaluation.Result result = result(new Condition.CaughtUp(List.of(TASK), 5, 2));
    assertThat(result.verdict().explanation()).isEqualTo("lag 41 s, limit 5 s, 0 of 2 samples");
  }

  @Test
  void waitsForTheSlowestTask() {
    snapshot.task(TASK, "running", "").task(OTHER, "running", "").lag(TASK, 60, 1).lag(TASK, 120, 1).lag(OTHER, 60, 1);
    assertThat(result(new Condition.CaughtUp(List.of(TASK, OTHER), 5, 2)).counted().samples().good()).isEqualTo(1);
    snapshot.lag(OTHER, 120, 90);
    assertThat(result(new Condition.CaughtUp(List.of(TASK, OTHER), 5, 2)).counted().samples().good()).isZero();
  }

  @Test
  void doesNotCountDatapointsFromBeforeTheWait() {
    snapshot.task(TASK, "running", "").lag(TASK, -60, 0).lag(TASK, -120, 0);
    assertThat(state(new Condition.CaughtUp(List.of(TASK), 5, 1))).isEqualTo(Verdict.State.notYet);
  }

  @Test
  void isDrainedWhenTheCheckpointHasPassedTheFreeze() {
    Condition condition = new Condition.Drained(List.of(TASK), "mysql-bin.000007:500");
    snapshot.task(TASK, "running", "", Optional.of(start), 0, "checkpoint:V1#1#mysql-bin.000007:499:-1:530:1:mysql-bin.000007:400#0#0#*#0#1");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.task(TASK, "running", "", Optional.of(start), 0, "checkpoint:V1#1#mysql-bin.000007:500:-1:530:1:mysql-bin.000007:400#0#0#*#0#1");
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void isDrainedWhenTwoDatapointsLeaveNothingFromBeforeTheFreeze() {
    Condition condition = new Condition.Drained(List.of(TASK), "mysql-bin.000007:500");
    snapshot.task(TASK, "running", "").lag(TASK, 3, 0).lag(TASK, 60, 58).lag(TASK, 120, 2);
    assertThat(verdict(condition).explanation()).contains("1 of 2 datapoints past the freeze");
    snapshot.lag(TASK, 180, 2);
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
    snapshot.task(TASK, "stopping", "");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
  }

  @Test
  void stoppedMeansStoppedAndNotFailed() {
    Condition condition = new Condition.TasksStopped(List.of(TASK));
    snapshot.task(TASK, "stopping", "");
    assertThat(state(condition)).isEqualTo(Verdict.State.notYet);
    snapshot.task(TASK, "stopped", "Stop Reason NORMAL");
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
    snapshot.task(TASK, "failed", "Stop Reason FATAL_ERROR");
    assertThat(state(condition)).isEqualTo(Verdict.State.failed);
  }

  @Test
  void deletedMeansThatTheResourceDoesNotExist() {
    Condition condition = new Condition.Deleted(List.of("task|a", "endpoint|b"));
    snapshot.resources.put("endpoint|b", "deleting");
    assertThat(verdict(condition).explanation()).isEqualTo("still there: endpoint");
    snapshot.resources.clear();
    assertThat(state(condition)).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void onlyAProbeDecidesAboutItsCondition() {
    assertThat(verdict(new Condition.Frozen())).isEqualTo(Verdict.notYet("the database has not answered yet"));
    assertThat(verdict(new Condition.IndexesBuilt()).state()).isEqualTo(Verdict.State.notYet);
  }

  @Test
  void onlyAPersonApproves() {
    assertThat(state(new Condition.Approved())).isEqualTo(Verdict.State.notYet);
  }

  @Test
  void guardBreaksWithTheTaskOrOneOfItsTables() {
    assertThat(broken()).hasValueSatisfying(b -> assertThat(b).contains("gone"));
    snapshot.task(TASK, "running", "");
    assertThat(broken()).isEmpty();
    snapshot.task(TASK, "modifying", "");
    assertThat(broken()).isEmpty();
    snapshot.task(TASK, "running", "", Optional.of(start), 2, "");
    assertThat(broken()).hasValueSatisfying(b -> assertThat(b).contains("2 tables in error"));
    snapshot.task(TASK, "stopped", "Stop Reason RECOVERABLE_ERROR");
    assertThat(broken()).hasValueSatisfying(b -> assertThat(b).contains("RECOVERABLE_ERROR"));
  }

  private Optional<String> broken() {
    return new Evaluation(snapshot).broken(wait(new Condition.Approved(), List.of(new Guard.TasksHealthy(List.of(TASK)))));
  }

  private Verdict.State state(Condition condition) {
    return verdict(condition).state();
  }

  private Verdict verdict(Condition condition) {
    return result(condition).verdict();
  }

  private Evaluation.Result result(Condition condition) {
    return new Evaluation(snapshot).evaluate(wait(condition, List.of()));
  }

  private Wait wait(Condition condition, List<Guard> guards) {
    return new Wait(RUN, "S", "token", condition, guards, start, start.plusSeconds(3600), new Wait.Samples(start, 0), Optional.empty(), 0);
  }
}

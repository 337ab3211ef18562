package dev.tideway.lambda;

import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.testing.MemoryLocks;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class LockHandlerTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(10);

  private final MemoryLocks locks = new MemoryLocks();
  private final Set<String> alive = new HashSet<>();
  private final LockHandler function = new LockHandler(locks, execution -> alive.contains(execution) ? "RUNNING" : "FAILED");

  @Test
  void givesTheFirstExecutionTheLock() {
    LockHandler.Output output = lock("one", "subject");
    assertThat(output.outcome()).isEqualTo(LockHandler.Outcome.acquired);
    assertThat(output.run()).hasValueSatisfying(run -> assertThat(run.fence()).isEqualTo(1));
  }

  @Test
  void answersTheSameWhenItsOwnAnswerWasLost() {
    lock("one", "subject");
    assertThat(lock("one", "subject").run()).hasValueSatisfying(run -> assertThat(run.fence()).isEqualTo(1));
  }

  @Test
  void leavesALiveExecutionAlone() {
    lock("one", "subject");
    alive.add("one");
    LockHandler.Output output = lock("two", "subject");
    assertThat(output.outcome()).isEqualTo(LockHandler.Outcome.running);
    assertThat(output.message()).contains("one");
    assertThat(output.run()).isEmpty();
  }

  @Test
  void takesOverTheLockOfAnEndedExecutionAndRaisesTheFence() {
    lock("one", "subject");
    LockHandler.Output output = lock("two", "subject");
    assertThat(output.run()).hasValueSatisfying(run -> assertThat(run.fence()).isEqualTo(2));
    assertThatThrownBy(() -> locks.check("orders", "one", 1)).isInstanceOf(LockLost.class);
  }

  @Test
  void resumesAfterAFailure() {
    lock("one", "subject");
    locks.phase("orders", 1, "Load");
    locks.release("orders", 1, Locks.Status.failed);
    assertThat(lock("two", "subject").message()).contains("resumes").contains("Load");
  }

  @Test
  void answersWithTheReportOfAFinishedMigration() {
    lock("one", "subject");
    locks.release("orders", 1, Locks.Status.finished);
    LockHandler.Output output = lock("two", "subject");
    assertThat(output.outcome()).isEqualTo(LockHandler.Outcome.finished);
    assertThat(output.message()).contains("report.html");
  }

  @Test
  void refusesADifferentSubjectUnderTheSameName() {
    lock("one", "subject");
    assertThatThrownBy(() -> lock("two", "other")).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E013").hasMessageContaining("a different name");
  }

  @Test
  void allowsAPlanToChangeItsSubject() {
    lock("one", "subject");
    locks.release("orders", 1, Locks.Status.planned);
    assertThat(lock("two", "other").outcome()).isEqualTo(LockHandler.Outcome.acquired);
  }

  private LockHandler.Output lock(String execution, String subject) {
    return function.handle(new LockHandler.Input("orders", execution, subject, "migrations/orders/" + execution), LATER);
  }
}

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

final class LockFunctionTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(10);

  private final MemoryLocks locks = new MemoryLocks();
  private final Set<String> alive = new HashSet<>();
  private final LockFunction function = new LockFunction(locks, execution -> alive.contains(execution) ? "RUNNING" : "FAILED");

  @Test
  void givesTheFirstExecutionTheLock() {
    LockFunction.Output output = lock("one", "subject");
    assertThat(output.outcome()).isEqualTo(LockFunction.Outcome.acquired);
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
    LockFunction.Output output = lock("two", "subject");
    assertThat(output.outcome()).isEqualTo(LockFunction.Outcome.running);
    assertThat(output.message()).contains("one");
    assertThat(output.run()).isEmpty();
  }

  @Test
  void takesTheLockOfADeadExecutionOverAndFencesItOff() {
    lock("one", "subject");
    LockFunction.Output output = lock("two", "subject");
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
    LockFunction.Output output = lock("two", "subject");
    assertThat(output.outcome()).isEqualTo(LockFunction.Outcome.finished);
    assertThat(output.message()).contains("report.html");
  }

  @Test
  void refusesAnotherSubjectUnderTheSameName() {
    lock("one", "subject");
    assertThatThrownBy(() -> lock("two", "other")).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E013").hasMessageContaining("a different name");
  }

  @Test
  void letsAPlanChangeItsSubject() {
    lock("one", "subject");
    locks.release("orders", 1, Locks.Status.planned);
    assertThat(lock("two", "other").outcome()).isEqualTo(LockFunction.Outcome.acquired);
  }

  private LockFunction.Output lock(String execution, String subject) {
    return function.handle(new LockFunction.Input("orders", execution, subject, "migrations/orders/" + execution), LATER);
  }
}

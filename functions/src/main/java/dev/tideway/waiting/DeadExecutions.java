package dev.tideway.waiting;

import dev.tideway.aws.Announcements;
import dev.tideway.aws.Executions;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.LockLost;
import dev.tideway.json.Json;
import dev.tideway.run.Locks;
import dev.tideway.run.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds executions that ended without Finish or Fail and therefore reported nothing: a person aborted them, they timed out, or an error that States.ALL does not catch ended them.
 * This class announces them, releases their lock and deletes their waits.
 */
public final class DeadExecutions {
  private static final Logger LOG = LoggerFactory.getLogger(DeadExecutions.class);

  private final Locks locks;
  private final Executions executions;
  private final Announcements announcements;
  private final WaitStore waits;
  private final Clock clock;

  public DeadExecutions(Locks locks, Executions executions, Announcements announcements, WaitStore waits, Clock clock) {
    this.locks = locks;
    this.executions = executions;
    this.announcements = announcements;
    this.waits = waits;
    this.clock = clock;
  }

  public void finish(Duration budget) {
    IsolatedTasks.each(locks.all().stream().filter(l -> l.status() == Locks.Status.running).toList(), budget, lock -> new LogContext(lock.name(), lock.execution(), lock.phase(), ""), this::check);
  }

  private void check(Locks.Lock lock) {
    if (executions.running(lock.execution())) {
      return;
    }
    // an execution that ends normally releases its lock before it ends: only a lock that is still held now was not released
    Optional<Locks.Lock> again = locks.find(lock.name());
    if (again.filter(l -> l.status() == Locks.Status.running && l.fence() == lock.fence()).isEmpty()) {
      return;
    }
    String status = executions.status(lock.execution());
    LOG.warn("execution {} is {} and holds the lock of migration {}", lock.execution(), status, lock.name());
    announcements.publish(
        new Announcements.Progress(
            lock.name(),
            lock.execution(),
            "Fail",
            Announcements.Importance.error,
            Json.object()
                .put("code", ErrorCode.EXECUTION_DEAD.code())
                .put("phase", again.get().phase())
                .put("cause", "the execution ended (" + status + ") without a report; the resources it created still exist")
                .put("nextStep", ErrorCode.EXECUTION_DEAD.nextStep()),
            clock.instant()));
    waits.all().stream().filter(w -> w.run().execution().equals(lock.execution())).forEach(waits::delete);
    try {
      locks.release(lock.name(), lock.fence(), Locks.Status.failed);
    } catch (LockLost e) {
      LOG.info("migration {} has a different holder now", lock.name());
    }
  }
}

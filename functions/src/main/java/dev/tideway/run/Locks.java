package dev.tideway.run;

import dev.tideway.error.LockLost;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One lock per migration name. It records which execution holds it, the last phase that began, and the resources created. */
public interface Locks {
  /**
   * Takes the lock, takes it over from an execution that ended without releasing it, or returns why it cannot. If the execution already holds the lock, the answer has the same
   * fence.
   *
   * @param name the migration's name
   * @param execution ARN of the execution that wants the lock
   * @param subject hash of source, target and tables: a different subject under the same name is refused
   * @param prefix S3 prefix of the execution that wants the lock
   */
  Answer acquire(String name, String execution, String subject, String prefix);

  /**
   * The lock of that name.
   */
  Optional<Lock> find(String name);

  /** All locks, for the function that finds executions that ended without releasing their lock. */
  List<Lock> all();

  /**
   * Checks that the execution still holds the lock. Every function that changes something calls it first.
   *
   * @throws LockLost if the lock now has a different execution or a different fence
   */
  void check(String name, String execution, long fence);

  /** Records which phase the migration is in. */
  void phase(String name, long fence, String phase);

  /** Records when a phase began. The same phase at the same time is recorded once. */
  void began(String name, long fence, PhaseStart start);

  /** Records a resource that was created and must be deleted later: {@code kind|arn}. */
  void created(String name, long fence, String resource);

  /** Records that a created resource no longer exists. */
  void removed(String name, long fence, String resource);

  /** Releases the lock as {@code finished} or {@code failed}. The list of created resources is kept. */
  void release(String name, long fence, Status status);

  /** State of a lock. */
  enum Status {
    /** An execution holds it. */
    running,
    /** The migration is complete. */
    finished,
    /** The last execution failed; the next one resumes. */
    failed,
    /** The last execution only planned. It does not restrict the next one. */
    planned
  }

  /**
   * One lock.
   *
   * @param name migration
   * @param execution ARN of the last holder
   * @param fence fencing number of that holder
   * @param subject hash of source, target and tables
   * @param prefix S3 prefix of the last holder
   * @param status state of the lock
   * @param phase the last phase that began
   * @param resources everything that was created and still exists, as {@code kind|arn}
   * @param phases the phases of the last holder that have begun, in order
   */
  @RecordBuilder
  record Lock(
      String name,
      String execution,
      long fence,
      String subject,
      String prefix,
      Status status,
      String phase,
      Set<String> resources,
      List<PhaseStart> phases) implements LocksLockBuilder.With {}

  /**
   * The start of a phase. A phase that is repeated has several.
   *
   * @param phase the phase's name
   * @param began when the state machine entered it
   */
  record PhaseStart(String phase, Instant began) {}

  /** What {@link #acquire} found. */
  sealed interface Answer {
    /** The caller has the lock. {@code before} is the previous state of the lock, for resuming. */
    record Acquired(long fence, Optional<Lock> before) implements Answer {}

    /** Another running execution works on this migration. */
    record Running(Lock lock) implements Answer {}

    /** The migration is finished. */
    record Finished(Lock lock) implements Answer {}

    /** A migration with a different source, target or tables already uses the name. */
    record OtherSubject(Lock lock) implements Answer {}
  }
}

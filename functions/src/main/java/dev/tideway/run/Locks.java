package dev.tideway.run;

import dev.tideway.error.LockLost;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One lock per migration name: who works on it, what is done, what was created. */
public interface Locks {
  /**
   * Takes the lock, takes it over from a dead execution, or says why not. Asking again for the execution that holds it answers
   * the same fence.
   *
   * @param name the migration's name
   * @param execution the asking execution's ARN
   * @param subject hash of source, target and tables: another subject under the same name is refused
   * @param prefix the asking execution's S3 prefix
   */
  Answer acquire(String name, String execution, String subject, String prefix);

  /**
   * The lock of that name.
   */
  Optional<Lock> find(String name);

  /** All locks, for the function that looks after dead executions. */
  List<Lock> all();

  /**
   * Every function with effects asks before it acts.
   *
   * @throws LockLost if the lock now belongs to another execution or another fence
   */
  void check(String name, String execution, long fence);

  /** Notes that a phase has begun. */
  void phase(String name, long fence, String phase);

  /** Notes something that was created and must be looked after: {@code kind|arn}. */
  void created(String name, long fence, String resource);

  /** Notes that something created is gone. */
  void removed(String name, long fence, String resource);

  /** Ends the hold: {@code finished} or {@code failed}. What was created stays noted. */
  void release(String name, long fence, Status status);

  /** State of a lock. */
  enum Status {
    /** An execution holds it. */
    running,
    /** The migration is done. */
    finished,
    /** The last execution failed; the next one resumes. */
    failed,
    /** The last execution only planned; the next one may do what it likes. */
    planned
  }

  /**
   * One lock.
   *
   * @param name migration
   * @param execution ARN of the last holder
   * @param fence its number
   * @param subject hash of source, target and tables
   * @param prefix S3 prefix of the last holder
   * @param status what became of it
   * @param phase the last phase that began
   * @param resources everything created and still there, as {@code kind|arn}
   */
  record Lock(
      String name,
      String execution,
      long fence,
      String subject,
      String prefix,
      Status status,
      String phase,
      Set<String> resources) {}

  /** What {@link #acquire} found. */
  sealed interface Answer {
    /** The lock is held; {@code before} is the lock as it was, for resuming. */
    record Acquired(long fence, Optional<Lock> before) implements Answer {}

    /** Another live execution works on this migration. */
    record Running(Lock lock) implements Answer {}

    /** The migration is finished. */
    record Finished(Lock lock) implements Answer {}

    /** The name is taken by a migration of something else. */
    record OtherSubject(Lock lock) implements Answer {}
  }
}

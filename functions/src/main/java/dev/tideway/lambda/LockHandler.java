package dev.tideway.lambda;

import dev.tideway.aws.Executions;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TransientFailure;
import dev.tideway.operations.Report;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Locks.Answer;
import dev.tideway.run.Locks.Lock;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.util.Optional;

/** Takes the lock of a migration's name for this execution, or returns which execution has it. */
public final class LockHandler extends Handler<LockHandler.Input, LockHandler.Output> {
  private final Locks locks;
  private final Executions executions;

  /** Creates the handler from its function's environment variables. */
  public LockHandler() {
    this(Platform.locks(), Platform.executions());
  }

  public LockHandler(Locks locks, Executions executions) {
    super(Input.class);
    this.locks = locks;
    this.executions = executions;
  }

  /** The execution and the name that it wants to lock. */
  public record Input(String name, String execution, String subject, String prefix) {}

  /** The outcome. */
  public enum Outcome {
    /** This execution has the lock. */
    acquired,
    /** Another running execution has it. */
    running,
    /** The migration is finished. */
    finished
  }

  /** The result. {@code run} is present only for {@code acquired}. */
  public record Output(Outcome outcome, String message, Optional<Run> run) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    return switch (acquire(input)) {
      case Answer.Acquired(long fence, Optional<Lock> before) ->
          new Output(
              Outcome.acquired,
              before.filter(l -> !l.execution().equals(input.execution())).map(l -> "resumes what " + l.execution() + " left in phase " + l.phase()).orElse("new"),
              Optional.of(new Run(input.name(), input.execution(), fence, input.prefix())));
      case Answer.Running(Lock lock) ->
          new Output(Outcome.running, "migration " + lock.name() + " is already running: " + lock.execution() + ", phase " + lock.phase(), Optional.empty());
      case Answer.Finished(Lock lock) ->
          new Output(Outcome.finished, "migration " + lock.name() + " is finished; its report is " + lock.prefix() + "/" + Report.PAGE.name(), Optional.empty());
      case Answer.OtherSubject(Lock lock) ->
          throw new MigrationFailed(
              ErrorCode.NAME_TAKEN,
              "the name " + lock.name() + " belongs to a migration of a different source, target or selection (" + lock.execution() + "). Choose a different name.");
    };
  }

  /** Takes the lock. If the lock's execution ended without releasing it, the lock is taken over. */
  private Answer acquire(Input input) {
    Answer answer = locks.acquire(input.name(), input.execution(), input.subject(), input.prefix());
    if (answer instanceof Answer.Running(Lock lock) && !executions.running(lock.execution())) {
      locks.release(lock.name(), lock.fence(), Locks.Status.failed);
      Answer second = locks.acquire(input.name(), input.execution(), input.subject(), input.prefix());
      if (second instanceof Answer.Running(Lock other) && other.execution().equals(lock.execution())) {
        throw new TransientFailure("the lock of " + input.name() + " could not be taken over yet", null);
      }
      return second;
    }
    return answer;
  }
}

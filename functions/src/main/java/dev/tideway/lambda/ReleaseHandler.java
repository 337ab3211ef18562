package dev.tideway.lambda;

import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;

/** Gives the lock back, saying how the execution ended. */
public final class ReleaseHandler extends Handler<ReleaseHandler.Input, ReleaseHandler.Output> {
  private final Locks locks;

  /** Used by Lambda. */
  public ReleaseHandler() {
    this(Platform.locks());
  }

  public ReleaseHandler(Locks locks) {
    super(Input.class);
    this.locks = locks;
  }

  /** Which run ended how. */
  public record Input(Run run, Locks.Status status) {}

  /** The status the lock has now. */
  public record Output(Locks.Status status) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    locks.release(input.run().migration(), input.run().fence(), input.status());
    return new Output(input.status());
  }
}

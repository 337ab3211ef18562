package dev.tideway.lambda;

import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;

/** Releases the lock and records how the execution ended. */
public final class ReleaseHandler extends Handler<ReleaseHandler.Input, ReleaseHandler.Output> {
  private final Locks locks;

  /** Creates the handler from its function's environment variables. */
  public ReleaseHandler() {
    this(Platform.locks());
  }

  public ReleaseHandler(Locks locks) {
    super(Input.class);
    this.locks = locks;
  }

  /** The run, and how it ended. */
  public record Input(Run run, Locks.Status status) {}

  /** The status the lock has now. */
  public record Output(Locks.Status status) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    locks.release(input.run().migration(), input.run().fence(), input.status());
    return new Output(input.status());
  }
}

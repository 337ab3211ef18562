package dev.tideway.lambda;

import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Run;

/**
 * An action of one execution. If a different execution holds the migration's lock, the action ends before it does any work.
 *
 * @param <I> input record
 * @param <O> output record
 */
abstract class RunHandler<I extends OfRun, O> extends Handler<I, O> {
  private final Locks locks;

  RunHandler(Class<I> input, Locks locks) {
    super(input);
    this.locks = locks;
  }

  @Override
  public final O handle(I input, Deadline deadline) {
    Run run = input.run();
    boolean apart = run.prefix().startsWith("verifications/" + run.migration() + "/");
    if (run.locked() || !onlyCompares() || !apart) {
      locks.check(run.migration(), run.execution(), run.fence());
    }
    return work(input, deadline);
  }

  /** Whether the action is part of a verification that a person starts: it changes nothing on either database, and needs no lock for files of its own. */
  boolean onlyCompares() {
    return false;
  }

  /** Does the work of the action. */
  abstract O work(I input, Deadline deadline);
}

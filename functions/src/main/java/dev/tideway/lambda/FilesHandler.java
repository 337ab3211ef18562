package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Workspace;

/**
 * An action of one execution that reads or writes its files.
 *
 * @param <I> input record
 * @param <O> output record
 */
abstract class FilesHandler<I extends OfRun, O> extends RunHandler<I, O> {
  private final ObjectStore objects;

  FilesHandler(Class<I> input, ObjectStore objects, Locks locks) {
    super(input, locks);
    this.objects = objects;
  }

  @Override
  final O work(I input, Deadline deadline) {
    return work(input, new Workspace(objects, input.run()), deadline);
  }

  /** Does the work of the action. */
  abstract O work(I input, Workspace files, Deadline deadline);
}

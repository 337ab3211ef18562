package dev.tideway.waiting;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A value that is fetched at most once, by the first caller. If the fetch fails, all callers get that failure. */
final class Memoized<T> {
  private final FutureTask<T> task;

  Memoized(Supplier<T> fetch) {
    this.task = new FutureTask<>(fetch::get);
  }

  T get() {
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

package dev.tideway.local;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Migrations that do not disturb each other, at one time: each waits more than it works. */
final class Together {
  private Together() {}

  /** Runs all to their ends, then throws what the first of them threw that failed. */
  static void run(List<? extends Callable<Void>> parts) throws Exception {
    // not virtual ones: where one of them initializes a class that others need, they hold every carrier and none goes on
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Void>> ends = threads.invokeAll(parts);
      for (Future<Void> end : ends) {
        try {
          end.get();
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case Error error -> throw error;
            case Exception exception -> throw exception;
            default -> throw e;
          }
        }
      }
    }
  }
}

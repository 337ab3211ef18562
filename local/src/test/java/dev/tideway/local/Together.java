package dev.tideway.local;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Migrations that do not disturb each other, at the same time: each waits more than it computes. */
final class Together {
  private Together() {}

  /** Runs all until they end, then throws the exception of the first failed one. */
  static void run(List<? extends Callable<Void>> parts) throws Exception {
    // no virtual threads: if one of them initializes a class that several need, they hold every carrier thread and none continues
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

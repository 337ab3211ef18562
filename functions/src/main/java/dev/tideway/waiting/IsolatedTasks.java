package dev.tideway.waiting;

import dev.tideway.error.Retryable;
import dev.tideway.run.LogContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Does something for each of many migrations, so that one's trouble, or its slowness, delays no other. */
public final class IsolatedTasks {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedTasks.class);

  private IsolatedTasks() {}

  /**
   * Does the work for every item at once, each in a thread of its own.
   *
   * @param budget how long each may take; what takes longer is left to the next time
   * @param about what the log lines of an item are about
   * @throws RuntimeException a defect that some item met, after all the others are done: the function fails, so that its alarm tells
   */
  public static <T> void each(List<T> items, Duration budget, Function<T, LogContext> about, Consumer<T> work) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Object>> ends =
          threads.invokeAll(items.stream().map(item -> Executors.callable(() -> about.apply(item).during(() -> work.accept(item)))).toList(), budget.toNanos(), TimeUnit.NANOSECONDS);
      RuntimeException defect = null;
      for (int i = 0; i < items.size(); i++) {
        RuntimeException found = outcome(about.apply(items.get(i)), ends.get(i), budget);
        defect = defect == null ? found : defect;
      }
      if (defect != null) {
        throw defect;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      // closing would wait for those that hang
      threads.shutdownNow();
    }
  }

  /** The defect, if it was one; what passes by itself is only logged. */
  private static RuntimeException outcome(LogContext about, Future<Object> end, Duration budget) throws InterruptedException {
    try {
      end.get();
      return null;
    } catch (CancellationException e) {
      about.during(() -> LOG.warn("{}: not done within {} s, left to the next time", about.label(), budget.toSeconds()));
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException || e.getCause() instanceof Retryable) {
        about.during(() -> LOG.warn("{}: not done this time: {}", about.label(), e.getCause().getMessage()));
        return null;
      }
      about.during(() -> LOG.error("{}: not done this time", about.label(), e.getCause()));
      return e.getCause() instanceof RuntimeException defect ? defect : new IllegalStateException(e.getCause());
    }
  }
}

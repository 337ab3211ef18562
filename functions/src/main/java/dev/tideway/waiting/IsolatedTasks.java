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

/** Runs work for each of many migrations, so that an error or a delay of one migration does not delay the others. */
public final class IsolatedTasks {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedTasks.class);

  private IsolatedTasks() {}

  /**
   * Runs the work for all items at once, each in its own thread.
   *
   * @param budget time limit for each item; an item that takes longer is left to the next call
   * @param about the log context of an item
   * @throws RuntimeException a defect in one item's work, thrown after all other items are done: the function fails, so that its alarm reports it
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
      // close() would wait for threads that hang
      threads.shutdownNow();
    }
  }

  /** The defect, if it was one. Errors that another try may solve are only logged. */
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

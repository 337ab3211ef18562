package dev.tideway.local.dms;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work later or on other threads: status changes under the service's lock, slow work on separate threads. */
final class Clockwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
  private final Object lock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("dms-timer").factory());
  private final ExecutorService workers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dms-", 0).factory());

  Clockwork(Object lock) {
    this.lock = lock;
  }

  /** Runs a status change under the lock after the delay; zero still means after the current call. */
  void later(Duration delay, Runnable change) {
    if (timer.isShutdown()) {
      return;
    }
    var unused = timer.schedule(() -> guarded(() -> locked(change)), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs slow work at once, without the lock. */
  void work(Runnable task) {
    if (!workers.isShutdown()) {
      workers.execute(() -> guarded(task));
    }
  }

  /** Runs short work after the delay, without the lock and in the order of the requests. */
  void inOrder(Duration delay, Runnable task) {
    if (timer.isShutdown()) {
      return;
    }
    var unused = timer.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  void locked(Runnable change) {
    synchronized (lock) {
      change.run();
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a background step of the DMS stand-in failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    try {
      // longer than any single statement of a task that is stopping
      if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
        LOG.warn("some work of the DMS stand-in did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

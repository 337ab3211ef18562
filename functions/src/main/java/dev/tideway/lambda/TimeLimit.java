package dev.tideway.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when an action exceeds its time limit, as Lambda does at the function's timeout. The state machine then receives {@code Runtime.ExitError} and calls the
 * function again. No work of the old call is still running at that time.
 */
final class TimeLimit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

  private final long end;
  private final Optional<Timer> timer;

  private TimeLimit(String action, Duration limit, Duration left, Runnable onTimeout) {
    this.end = System.nanoTime() + limit.toNanos();
    // if the function's timeout comes first, Lambda ends the process
    this.timer = limit.compareTo(left) < 0 ? Optional.of(started(action, limit, onTimeout)) : Optional.empty();
  }

  private static Timer started(String action, Duration limit, Runnable onTimeout) {
    Timer timer = new Timer("time limit", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            LOG.error("{} has taken longer than its limit of {} s: this process ends", action, limit.toSeconds());
            onTimeout.run();
          }
        },
        limit.toMillis());
    return timer;
  }

  /** A limit that starts now. */
  static TimeLimit of(Action action, Duration left) {
    return of(action.name(), action.limit(), left, () -> Runtime.getRuntime().halt(1));
  }

  static TimeLimit of(String action, Duration limit, Duration left, Runnable onTimeout) {
    return new TimeLimit(action, limit, left, onTimeout);
  }

  /** The smaller of the time left in this limit and the function's time left. */
  Supplier<Duration> within(Supplier<Duration> function) {
    return () -> {
      Duration own = Duration.ofNanos(end - System.nanoTime());
      Duration its = function.get();
      return own.compareTo(its) < 0 ? own : its;
    };
  }

  @Override
  public void close() {
    timer.ifPresent(Timer::cancel);
  }
}

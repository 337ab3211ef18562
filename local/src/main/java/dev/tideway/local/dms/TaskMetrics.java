package dev.tideway.local.dms;

import dev.tideway.local.cloud.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Publishes a running task's CloudWatch metrics. Before changes are captured, and once the task has stopped, there are no datapoints.
 *
 * <p>Source: DMS user guide, "Replication task metrics": both dimensions; the task's dimension is the last part of its ARN.
 */
final class TaskMetrics implements AutoCloseable {
  private static final String NAMESPACE = "AWS/DMS";
  private final Metrics metrics;
  private final Faults faults;
  private final Duration interval;
  private final Map<String, String> dimensions;
  private final CountDownLatch ended = new CountDownLatch(1);

  TaskMetrics(Metrics metrics, Faults faults, Duration interval, String instanceIdentifier, String taskResourceId) {
    this.metrics = metrics;
    this.faults = faults;
    // a zero interval would only waste processor time
    this.interval = interval.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : interval;
    this.dimensions = Map.of("ReplicationInstanceIdentifier", instanceIdentifier, "ReplicationTaskIdentifier", taskResourceId);
  }

  /** Publishes until {@link #close}. */
  void publish(ReplicationRun run) {
    try {
      while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!faults.metricsAreSilent()) {
          run.lag().ifPresent(this::put);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(ReplicationRun.Lag lag) {
    metrics.put(NAMESPACE, "CDCLatencySource", dimensions, (double) lag.sourceSeconds(), lag.time());
    metrics.put(NAMESPACE, "CDCLatencyTarget", dimensions, (double) lag.targetSeconds(), lag.time());
    metrics.put(NAMESPACE, "CDCIncomingChanges", dimensions, (double) lag.waitingChanges(), lag.time());
  }

  @Override
  public void close() {
    ended.countDown();
  }
}

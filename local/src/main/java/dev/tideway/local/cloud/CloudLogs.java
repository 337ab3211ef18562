package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sends the functions' log lines to CloudWatch Logs every second, so that no function waits for it. Lines of a function that is no longer
 * deployed are dropped: its role is deleted, and with it the permission to write them.
 */
final class CloudLogs implements AutoCloseable {
  private final Moto moto;
  private final CloudListener listener;
  private final Predicate<String> deployed;
  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService carrier = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  CloudLogs(Moto moto, CloudListener listener, Predicate<String> deployed) {
    this.moto = moto;
    this.listener = listener;
    this.deployed = deployed;
    var unused = carrier.scheduleWithFixedDelay(this::carry, 1, 1, TimeUnit.SECONDS);
  }

  private record Line(String function, ObjectNode event) {}

  void add(FunctionSpec function, String stream, String line) {
    lines.add(
        new Line(
            function.name(),
            LocalJson.object().put("group", function.logging().group()).put("stream", stream).put("timestamp", System.currentTimeMillis()).put("message", line)));
  }

  /** Sends the waiting lines. When it returns, no line of an undeployed function is being sent. */
  synchronized void carry() {
    ArrayNode batch = LocalJson.MAPPER.createArrayNode();
    for (Line line = lines.poll(); line != null; line = lines.poll()) {
      if (deployed.test(line.function())) {
        batch.add(line.event());
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      moto.bring("/tideway/logs", batch);
    } catch (RuntimeException e) {
      listener.logged("gateway", batch.size() + " log lines are lost: " + e);
    }
  }

  @Override
  public void close() {
    carrier.shutdownNow();
  }
}

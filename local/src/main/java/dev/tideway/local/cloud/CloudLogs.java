package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Brings the functions' log lines to CloudWatch Logs every second, so that no function waits for it. */
final class CloudLogs implements AutoCloseable {
  private final Moto moto;
  private final CloudListener listener;
  private final Queue<ObjectNode> lines = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService carrier = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  CloudLogs(Moto moto, CloudListener listener) {
    this.moto = moto;
    this.listener = listener;
    var unused = carrier.scheduleWithFixedDelay(this::carry, 1, 1, TimeUnit.SECONDS);
  }

  void add(String group, String stream, String line) {
    lines.add(Json.object().put("group", group).put("stream", stream).put("timestamp", System.currentTimeMillis()).put("message", line));
  }

  private void carry() {
    ArrayNode batch = Json.MAPPER.createArrayNode();
    for (ObjectNode line = lines.poll(); line != null; line = lines.poll()) {
      batch.add(line);
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

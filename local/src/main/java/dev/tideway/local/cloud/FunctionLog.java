package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The output of one process of a function, between the lines that Lambda adds to each invocation.
 *
 * <p>The process writes into a file, because a pipe could fill up. When the answer arrives, the file contains everything that the process
 * printed before it.
 *
 * <p>Source: AWS Lambda developer guide, "Viewing CloudWatch logs for Lambda functions", and for the format JSON "Configuring advanced logging controls for Lambda functions" with the
 * events of the level INFO; the members of an event are those of the Telemetry API.
 */
final class FunctionLog {
  /** How much of an invocation's log {@code X-Amz-Log-Result} contains. */
  private static final int TAIL_BYTES = 4096;

  private final Path printed;
  private final FunctionSpec spec;
  /** Not a channel, because the interruption of a reading thread would close it. */
  private final InputStream reading;
  private final Consumer<String> own;
  private final Consumer<String> added;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private final StringBuilder invocation = new StringBuilder();
  private boolean closed;

  /**
   * Opens the log.
   *
   * @param printed the file that the process prints into; deleted with the process
   * @param spec the function
   * @param own receives the function's own lines
   * @param added receives the lines that Lambda adds
   */
  FunctionLog(Path printed, FunctionSpec spec, Consumer<String> own, Consumer<String> added) throws IOException {
    this.printed = printed;
    this.spec = spec;
    this.own = own;
    this.added = added;
    Files.write(printed, new byte[0]);
    this.reading = new FileInputStream(printed.toFile());
  }

  Path printed() {
    return printed;
  }

  /** Passes on the output since the last call. */
  synchronized void read() {
    if (closed) {
      return;
    }
    try {
      for (byte next : reading.readAllBytes()) {
        if (next == '\n') {
          line();
        } else {
          unfinished.write(next);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line() {
    String line = unfinished.toString(StandardCharsets.UTF_8);
    unfinished.reset();
    remember(line);
    own.accept(line);
  }

  private void add(String line) {
    remember(line);
    added.accept(line);
  }

  private void remember(String line) {
    invocation.append(line).append('\n');
    if (invocation.length() > 2 * TAIL_BYTES) {
      invocation.delete(0, invocation.length() - TAIL_BYTES);
    }
  }

  synchronized void begin(String requestId) {
    read();
    invocation.setLength(0);
    if (json()) {
      add("platform.start", LocalJson.object().put("requestId", requestId).put("version", "$LATEST"));
    } else {
      add("START RequestId: " + requestId + " Version: $LATEST");
    }
  }

  /** Ends an invocation's part of the log; returns its last lines. */
  synchronized String end(String requestId, Duration duration, Optional<Duration> start, Optional<String> errorType, long pid) {
    read();
    if (json()) {
      add("platform.report", report(requestId, duration, start, status(errorType), pid));
    } else {
      text(requestId, duration, start, status(errorType).equals("timeout"), pid);
    }
    byte[] bytes = invocation.toString().getBytes(StandardCharsets.UTF_8);
    int first = Math.max(0, bytes.length - TAIL_BYTES);
    return new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8);
  }

  private boolean json() {
    return spec.logging().level().isPresent();
  }

  private void add(String type, ObjectNode event) {
    add(LocalJson.text(LocalJson.object().put("time", Instant.now().toString()).put("type", type).set("record", event)));
  }

  /** As Lambda's Telemetry API names them: an error is what the function reports, a failure the end of its process. */
  private static String status(Optional<String> errorType) {
    return errorType
        .map(
            type ->
                switch (type) {
                  case "Sandbox.Timedout" -> "timeout";
                  case "Runtime.ExitError" -> "failure";
                  default -> "error";
                })
        .orElse("success");
  }

  private ObjectNode report(String requestId, Duration duration, Optional<Duration> start, String status, long pid) {
    ObjectNode event = LocalJson.object().put("requestId", requestId).put("status", status);
    ObjectNode metrics = event.putObject("metrics").put("durationMs", millis(duration)).put("billedDurationMs", (long) Math.ceil(millis(duration))).put("memorySizeMB", spec.limits().memoryMegabytes());
    memory(pid).ifPresent(megabytes -> metrics.put("maxMemoryUsedMB", megabytes));
    start.ifPresent(time -> metrics.put("initDurationMs", millis(time)));
    return event;
  }

  private void text(String requestId, Duration duration, Optional<Duration> start, boolean timedOut, long pid) {
    if (timedOut) {
      add(Instant.now() + " " + requestId + " Task timed out after " + spec.limits().timeoutSeconds() + ".00 seconds");
    }
    add("END RequestId: " + requestId);
    add(String.format(Locale.ROOT, "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t%s%s", requestId,
        millis(duration), (long) Math.ceil(millis(duration)), spec.limits().memoryMegabytes(),
        memory(pid).map(megabytes -> "Max Memory Used: " + megabytes + " MB\t").orElse(""), start.map(time -> String.format(Locale.ROOT, "Init Duration: %.2f ms\t", millis(time))).orElse("")));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  /** The peak memory of the process; only Linux reports it, and only for a live process. */
  private static Optional<Long> memory(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The process has ended. */
  synchronized void close() {
    read();
    closed = true;
    try {
      if (unfinished.size() > 0) {
        line();
      }
      reading.close();
      Files.deleteIfExists(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tideway.local.cloud;

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
 * What one process of a function prints, between the lines that Lambda adds to each invocation.
 *
 * <p>The process prints into a file: whatever it printed before it answered is there when the answer is, and a pipe could fill up.
 *
 * <p>Source: AWS Lambda developer guide, "Viewing CloudWatch logs for Lambda functions".
 */
final class FunctionLog {
  /** How much of an invocation's log {@code X-Amz-Log-Result} shows. */
  private static final int TAIL_BYTES = 4096;

  private final Path printed;
  /** Not a channel, which the interruption of a thread that reads would close. */
  private final InputStream reading;
  private final Consumer<String> own;
  private final Consumer<String> added;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private final StringBuilder invocation = new StringBuilder();
  private boolean closed;

  /**
   * Opens the log.
   *
   * @param printed the file that the process prints into; it goes with the process
   * @param own takes the function's own lines
   * @param added takes Lambda's
   */
  FunctionLog(Path printed, Consumer<String> own, Consumer<String> added) throws IOException {
    this.printed = printed;
    this.own = own;
    this.added = added;
    Files.write(printed, new byte[0]);
    this.reading = new FileInputStream(printed.toFile());
  }

  Path printed() {
    return printed;
  }

  /** Passes on what was printed since the last time. */
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
    add("START RequestId: " + requestId + " Version: $LATEST");
  }

  /** Ends an invocation's part of the log; answers its last lines. */
  synchronized String end(String requestId, FunctionSpec spec, Duration duration, Optional<Duration> start, boolean timedOut, long pid) {
    read();
    if (timedOut) {
      add(Instant.now() + " " + requestId + " Task timed out after " + spec.timeoutSeconds() + ".00 seconds");
    }
    add("END RequestId: " + requestId);
    add(String.format(Locale.ROOT, "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t%s%s", requestId,
        millis(duration), (long) Math.ceil(millis(duration)), spec.memoryMegabytes(), memory(pid),
        start.map(time -> String.format(Locale.ROOT, "Init Duration: %.2f ms\t", millis(time))).orElse("")));
    byte[] bytes = invocation.toString().getBytes(StandardCharsets.UTF_8);
    int first = Math.max(0, bytes.length - TAIL_BYTES);
    return new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8);
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  /** The most memory that the process has used; only Linux tells, and only of a process that lives. */
  private static String memory(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmHWM:"))
          .map(line -> "Max Memory Used: " + Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB\t").findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** The process is gone. */
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

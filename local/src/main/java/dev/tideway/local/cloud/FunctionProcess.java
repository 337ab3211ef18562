package dev.tideway.local.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One process that runs one function, one invocation at a time, under AWS's runtime interface client. */
final class FunctionProcess {
  /** How long the runtime may take to ask for its first event, in seconds: a machine under load starts a JVM slowly. */
  private static final int START_SECONDS = 120;

  private final FunctionSpec spec;
  private final Process process;
  private final LinkedBlockingQueue<Optional<Work>> work = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final AtomicReference<Running> running = new AtomicReference<>();
  private volatile long idleSince = System.nanoTime();

  /** One event on its way to the function. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Work(String requestId, long deadlineMillis, String functionArn, Trace trace, byte[] payload) {}

  private record Running(String requestId, CompletableFuture<InvocationResult> result) {}

  private FunctionProcess(FunctionSpec spec, Process process) {
    this.spec = spec;
    this.process = process;
  }

  static FunctionProcess start(FunctionSpec spec, List<String> command, Map<String, String> environment, Consumer<String> log,
      Runnable ended) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    FunctionProcess function = new FunctionProcess(spec, builder.start());
    Thread.ofVirtual().name("log of " + spec.name()).start(() -> function.copyLog(log));
    var unused = function.process.onExit().thenAccept(process -> {
      function.ended(process.exitValue());
      ended.run();
    });
    return function;
  }

  private void copyLog(Consumer<String> log) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(log);
    } catch (IOException | UncheckedIOException e) {
      log.accept("(log ended: " + e.getMessage() + ")");
    }
  }

  /** Runs one invocation to its end. The process is of no more use afterwards if {@link #alive()} says so. */
  InvocationResult invoke(String requestId, String functionArn, Trace trace, byte[] payload) throws InterruptedException {
    CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    running.set(new Running(requestId, result));
    if (!process.isAlive()) {
      ended(process.exitValue());
    }
    try {
      CompletableFuture.anyOf(ready, result).get(START_SECONDS, TimeUnit.SECONDS);
      long deadline = System.currentTimeMillis() + spec.timeoutSeconds() * 1000L;
      work.add(Optional.of(new Work(requestId, deadline, functionArn, trace, payload)));
      return result.get(spec.timeoutSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      kill();
      return InvocationResult.failure("Sandbox.Timedout",
          String.format(Locale.ROOT, "RequestId: %s Error: Task timed out after %d.00 seconds", requestId, spec.timeoutSeconds()));
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      running.set(null);
      idleSince = System.nanoTime();
    }
  }

  /** The next event; empty when the process is to end. */
  Optional<Work> next() throws InterruptedException {
    ready.complete(true);
    return work.take();
  }

  void answer(String requestId, InvocationResult result) {
    Running current = running.get();
    if (current != null && current.requestId().equals(requestId)) {
      current.result().complete(result);
    }
  }

  void failedToStart(byte[] error) {
    Running current = running.get();
    if (current != null) {
      current.result().complete(InvocationResult.error(error));
    }
  }

  private void ended(int status) {
    Running current = running.get();
    if (current != null) {
      current.result().complete(InvocationResult.failure("Runtime.ExitError",
          "RequestId: " + current.requestId() + " Error: Runtime exited with error: exit status " + status));
    }
    work.add(Optional.empty());
  }

  boolean alive() {
    return process.isAlive();
  }

  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  long pid() {
    return process.pid();
  }

  /** Ends an idle process in good order. */
  void stop() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}

package dev.tideway.local.cloud;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** One process that runs one function, one invocation at a time, under AWS's runtime interface client. */
final class FunctionProcess {
  /** Maximum time until the runtime's first request for an event, in seconds: under load, a JVM starts slowly. */
  private static final int START_SECONDS = 120;

  private final FunctionSpec spec;
  private final Process process;
  private final FunctionLog log;
  private final LinkedBlockingQueue<Optional<Work>> work = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final AtomicReference<Running> running = new AtomicReference<>();
  private final CompletableFuture<Void> gone;
  private volatile long idleSince = System.nanoTime();

  /** One event for the function. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Work(String requestId, long deadlineMillis, String functionArn, Trace trace, byte[] payload) {}

  private record Running(String requestId, CompletableFuture<InvocationResult> result) {}

  private FunctionProcess(FunctionSpec spec, Process process, FunctionLog log, Runnable onEnd) {
    this.spec = spec;
    this.process = process;
    this.log = log;
    this.gone = process.onExit().thenAccept(exited -> {
      ended(exited.exitValue());
      onEnd.run();
      log.close();
    });
  }

  static FunctionProcess start(FunctionSpec spec, List<String> command, Map<String, String> environment, FunctionLog log,
      Runnable ended) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.printed().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new FunctionProcess(spec, builder.start(), log, ended);
  }

  /** Runs one invocation until it ends. If {@link #alive()} is false afterwards, the process cannot be used again. */
  InvocationResult invoke(String requestId, String functionArn, Trace trace, byte[] payload) throws InterruptedException {
    CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    running.set(new Running(requestId, result));
    if (!process.isAlive()) {
      ended(process.exitValue());
    }
    boolean cold = !ready.isDone();
    Duration start = Duration.ZERO;
    long clock = System.nanoTime();
    InvocationResult outcome;
    try {
      CompletableFuture.anyOf(ready, result).get(START_SECONDS, TimeUnit.SECONDS);
      start = since(clock);
      log.begin(requestId);
      clock = System.nanoTime();
      long deadline = System.currentTimeMillis() + spec.limits().timeoutSeconds() * 1000L;
      work.add(Optional.of(new Work(requestId, deadline, functionArn, trace, payload)));
      outcome = result.get(spec.limits().timeoutSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      kill();
      outcome = InvocationResult.failure("Sandbox.Timedout",
          String.format(Locale.ROOT, "RequestId: %s Error: Task timed out after %d.00 seconds", requestId, spec.limits().timeoutSeconds()));
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      running.set(null);
      idleSince = System.nanoTime();
    }
    return outcome.withLog(log.end(requestId, since(clock), cold ? Optional.of(start) : Optional.empty(), outcome.errorType(), pid()));
  }

  private static Duration since(long clock) {
    return Duration.ofNanos(System.nanoTime() - clock);
  }

  /** Passes on what the function has printed so far. */
  void readLog() {
    log.read();
  }

  /** The next event; empty when the process must end. */
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

  boolean runs(FunctionSpec deployed) {
    return spec.equals(deployed);
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

  /** Ends an idle process normally. */
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
    gone.join();
  }
}

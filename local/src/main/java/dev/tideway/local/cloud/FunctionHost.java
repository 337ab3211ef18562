package dev.tideway.local.cloud;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the stack's functions, each in its own processes. A process is started when needed, kept while it is warm, and ended when it is idle. */
final class FunctionHost implements AutoCloseable {
  /** Maximum number of live processes: above it, the process with the longest idle time is ended; busy processes are never ended. */
  private static final int LIVE_PROCESSES = 14;
  private static final Duration IDLE = Duration.ofSeconds(60);
  static final String LATEST = "$LATEST";
  private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private final CloudOptions options;
  private final URI endpoint;
  private final RuntimeApi api;
  private final CloudLogs logs;
  private final Map<Path, ClassArchive> archives = new ConcurrentHashMap<>();
  private final Optional<String> nativeLibrary;
  private final Map<String, FunctionSpec> specs = new ConcurrentHashMap<>();
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private boolean closed;

  private static final class Pool {
    private final Deque<FunctionProcess> idle = new ArrayDeque<>();
    private final List<FunctionProcess> busy = new ArrayList<>();
    private int starting;
    private int invocations;
  }

  /** The function may not run once more at the same time. */
  static final class Throttled extends Exception {
    Throttled() {
      super("Rate Exceeded.");
    }
  }

  /** The function does not exist, or not with that qualifier: functions have no versions here. */
  static final class NotFound extends Exception {
    NotFound(String arn) {
      super("Function not found: " + arn);
    }
  }

  /** The function has run too often in this chain of requests. */
  static final class Looping extends Exception {
    Looping() {
      super("The invocation is part of a recursive loop.");
    }
  }

  FunctionHost(CloudOptions options, URI endpoint, Moto moto) throws IOException {
    this.options = options;
    this.endpoint = endpoint;
    this.api = new RuntimeApi();
    this.logs = new CloudLogs(moto, options.listener(), specs::containsKey);
    Files.createDirectories(options.folders().work().resolve("functions"));
    this.nativeLibrary = NativeLibrary.option(options.folders().work());
    var unused = scheduler.scheduleWithFixedDelay(this::stopIdle, 1, 1, TimeUnit.SECONDS);
    unused = scheduler.scheduleWithFixedDelay(this::readLogs, 250, 250, TimeUnit.MILLISECONDS);
  }

  /**
   * Replaces the deployed functions. Running invocations end with their old configuration; after that, a process of an old configuration is
   * not used any more.
   */
  synchronized void deploy(List<FunctionSpec> functions) {
    // AWS has no class archive: at AWS's pace, a function that has not run for a minute gets a full cold start
    if (options.fast()) {
      functions.stream().map(this::jar).forEach(jar -> archives.computeIfAbsent(jar, this::archive));
    }
    specs.keySet().retainAll(functions.stream().map(FunctionSpec::name).toList());
    for (var pool : pools.entrySet()) {
      if (!specs.containsKey(pool.getKey())) {
        List.copyOf(pool.getValue().idle).forEach(process -> retire(pool.getValue(), process));
      }
    }
    for (FunctionSpec function : functions) {
      specs.put(function.name(), function);
      Pool pool = pools.computeIfAbsent(function.name(), name -> new Pool());
      pool.idle.stream().filter(process -> !process.runs(function)).toList().forEach(process -> retire(pool, process));
    }
    logs.carry();
  }

  private ClassArchive archive(Path jar) {
    try {
      ClassArchive archive = new ClassArchive(options.tools().java(), jar, classPath(jar), options.folders().cache());
      archive.makeInBackground(line -> options.listener().logged("gateway", line));
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void retire(Pool pool, FunctionProcess process) {
    pool.idle.remove(process);
    process.stop();
  }

  Optional<FunctionSpec> find(String name) {
    return Optional.ofNullable(specs.get(name));
  }

  /** The function that a call names. */
  FunctionSpec called(FunctionName function) throws NotFound {
    return find(function.name()).filter(spec -> function.qualifier().filter(qualifier -> !qualifier.equals(LATEST)).isEmpty())
        .orElseThrow(() -> new NotFound(function.arn(options.home().region(), options.home().account())));
  }

  /** Runs a function until it ends. */
  InvocationResult invoke(FunctionName function, byte[] payload, Trace trace) throws InterruptedException, NotFound, Throttled, Looping {
    return invoke(function, payload, trace, UUID.randomUUID().toString());
  }

  /** Runs a function until it ends, with this request id. */
  InvocationResult invoke(FunctionName function, byte[] payload, Trace trace, String requestId)
      throws InterruptedException, NotFound, Throttled, Looping {
    FunctionSpec spec = called(function);
    if (trace.loops(spec.name()) && !spec.mayLoop()) {
      throw new Looping();
    }
    Pool pool = pools.get(function.name());
    enter(spec, pool);
    boolean cold = false;
    long start = System.nanoTime();
    InvocationResult result;
    try {
      Optional<FunctionProcess> warm = takeIdle(pool);
      cold = warm.isEmpty();
      FunctionProcess process = cold ? startProcess(spec, pool) : warm.get();
      try {
        result = process.invoke(requestId, function.arn(options.home().region(), options.home().account()), trace.through(spec.name()), payload);
      } finally {
        release(spec, pool, process);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      leave(pool);
    }
    options.listener().invoked(
        new Invocation(spec.name(), requestId, Duration.ofNanos(System.nanoTime() - start), cold, result.errorType()));
    return result;
  }

  private synchronized void enter(FunctionSpec spec, Pool pool) throws Throttled {
    if (spec.limits().reservedConcurrency().isPresent() && pool.invocations >= spec.limits().reservedConcurrency().get()) {
      throw new Throttled();
    }
    pool.invocations++;
  }

  private synchronized void leave(Pool pool) {
    pool.invocations--;
  }

  /** An idle process, or empty if one must be started; waits while the function has its maximum of processes. */
  private synchronized Optional<FunctionProcess> takeIdle(Pool pool) throws InterruptedException {
    while (true) {
      if (closed) {
        throw new InterruptedException("the local cloud is closed");
      }
      for (FunctionProcess process = pool.idle.pollLast(); process != null; process = pool.idle.pollLast()) {
        if (process.alive()) {
          pool.busy.add(process);
          return Optional.of(process);
        }
      }
      if (pool.busy.size() + pool.starting < options.processesPerFunction()) {
        pool.starting++;
        makeRoom();
        return Optional.empty();
      }
      wait();
    }
  }

  private void makeRoom() {
    long live = pools.values().stream().mapToLong(pool -> pool.idle.size() + pool.busy.size() + pool.starting).sum();
    if (live > LIVE_PROCESSES) {
      pools.values().stream().filter(pool -> !pool.idle.isEmpty())
          .max(Comparator.comparingLong(pool -> pool.idle.peekFirst().idleNanos()))
          .ifPresent(pool -> pool.idle.pollFirst().stop());
    }
  }

  private synchronized void release(FunctionSpec spec, Pool pool, FunctionProcess process) {
    pool.busy.remove(process);
    if (closed) {
      process.kill();
    } else if (find(spec.name()).filter(process::runs).isEmpty()) {
      process.stop();
    } else if (process.alive()) {
      pool.idle.addLast(process);
    }
    notifyAll();
  }

  private synchronized void stopIdle() {
    for (Pool pool : pools.values()) {
      while (!pool.idle.isEmpty() && pool.idle.peekFirst().idleNanos() > IDLE.toNanos()) {
        pool.idle.pollFirst().stop();
      }
    }
  }

  private void readLogs() {
    processes().forEach(FunctionProcess::readLog);
  }

  private synchronized List<FunctionProcess> processes() {
    return pools.values().stream().flatMap(pool -> Stream.concat(pool.idle.stream(), pool.busy.stream())).toList();
  }

  private FunctionProcess startProcess(FunctionSpec spec, Pool pool) throws IOException {
    String id = UUID.randomUUID().toString();
    String stream = spec.logStream(id);
    Path folder = options.folders().work().resolve("functions");
    Path file = folder.resolve(spec.name() + ".log");
    FunctionProcess process = null;
    try {
      FunctionLog log = new FunctionLog(folder.resolve(id + ".out"), spec, line -> {
        log(spec, stream, file, line);
        options.listener().logged(spec.name(), line);
      }, line -> log(spec, stream, file, line));
      process = FunctionProcess.start(spec, command(spec), environment(spec, id, stream), log, () -> api.forget(id));
      api.register(id, process);
      return process;
    } finally {
      synchronized (this) {
        pool.starting--;
        if (process != null) {
          pool.busy.add(process);
        }
        notifyAll();
      }
    }
  }

  private void log(FunctionSpec spec, String stream, Path file, String line) {
    try (PrintWriter writer = new PrintWriter(
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      writer.println(ReadableLine.of(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    logs.add(spec, stream, line);
  }

  private List<String> command(FunctionSpec spec) {
    List<String> command = new ArrayList<>(List.of(
        options.tools().java().toString(),
        "-Xmx" + Math.max(48, spec.limits().memoryMegabytes() * 3 / 4) + "m",
        "-Xms16m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "-Xshare:auto",
        "-Xlog:disable"));
    nativeLibrary.ifPresent(command::add);
    Optional.ofNullable(archives.get(jar(spec))).flatMap(ClassArchive::file).ifPresent(file -> command.add("-XX:SharedArchiveFile=" + file));
    command.addAll(List.of("-cp", classPath(jar(spec)), RUNTIME, spec.handler()));
    return command;
  }

  private Path jar(FunctionSpec spec) {
    return options.application().jars().resolve(spec.jar());
  }

  /** The function's jar, and AWS's runtime from this program's class path. */
  private static String classPath(Path jar) {
    List<String> parts = new ArrayList<>(List.of(jar.toString()));
    Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(entry -> Path.of(entry).getFileName() != null)
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith("aws-lambda-java-"))
        .forEach(parts::add);
    return String.join(java.io.File.pathSeparator, parts);
  }

  private Map<String, String> environment(FunctionSpec spec, String processId, String logStream) {
    Map<String, String> environment = new LinkedHashMap<>(spec.environment());
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("TZ", ":UTC");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("_HANDLER", spec.handler());
    environment.put("LAMBDA_TASK_ROOT", options.application().jars().toString());
    environment.put("AWS_LAMBDA_RUNTIME_API", api.addressFor(processId));
    environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", LATEST);
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(spec.limits().memoryMegabytes()));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", spec.logging().group());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    environment.put("AWS_LAMBDA_LOG_FORMAT", spec.logging().level().isPresent() ? "JSON" : "Text");
    spec.logging().level().ifPresent(level -> environment.put("AWS_LAMBDA_LOG_LEVEL", level));
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.put("AWS_REGION", options.home().region());
    environment.put("AWS_DEFAULT_REGION", options.home().region());
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    environment.put("AWS_ACCESS_KEY_ID", Callers.keyOfFunction(spec.name()));
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_SESSION_TOKEN", "local");
    return environment;
  }

  synchronized List<Long> pids() {
    return processes().stream().filter(FunctionProcess::alive).map(FunctionProcess::pid).toList();
  }

  /** Kills the function's busy processes, as a failed Lambda host does; returns how many there were. */
  synchronized int killBusy(String function) {
    List<FunctionProcess> busy = pools.containsKey(function) ? List.copyOf(pools.get(function).busy) : List.of();
    busy.forEach(FunctionProcess::kill);
    return busy.size();
  }

  @Override
  public void close() throws InterruptedException {
    List<FunctionProcess> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      pools.values().forEach(pool -> {
        all.addAll(pool.idle);
        all.addAll(pool.busy);
      });
      notifyAll();
    }
    scheduler.shutdownNow();
    logs.close();
    for (ClassArchive archive : archives.values()) {
      archive.close();
    }
    all.forEach(FunctionProcess::kill);
    for (FunctionProcess process : all) {
      process.awaitEnd();
    }
    api.close();
  }
}

package dev.tideway.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.LocalApplication;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.CloudListener;
import dev.tideway.local.commands.LocalCloudFile;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.ExistingServer;
import dev.tideway.local.servers.TidbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/**
 * One run: servers, local cloud, sample database with a writer, and a migration, with the actions of a person: the approval and the freeze
 * of the source.
 */
public final class Demo implements AutoCloseable {
  private static final long SEED = 42;

  private final DemoOptions options;
  private final Screen screen;
  private final Path repository;
  private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
  private final MemoryMeter memory = new MemoryMeter();
  private final Deque<Instant> stops = new ConcurrentLinkedDeque<>();

  /** Prepares a run; nothing is started yet. */
  public Demo(DemoOptions options, Screen screen, Path repository) {
    this.options = options;
    this.screen = screen;
    this.repository = repository;
    open.push(memory);
  }

  /**
   * Runs the migration until it ends.
   *
   * @throws IOException if something the demo needs cannot be started
   */
  public Summary run() throws IOException, InterruptedException, SQLException, AwsError {
    CacheDirectory cache = CacheDirectory.standard();
    Path work = Files.createDirectories(repository.resolve("local/target/demo"));
    screen.print("Starting source, target and the local cloud");
    CompletableFuture<DatabaseServer> starting = CompletableFuture.supplyAsync(() -> source(cache));
    CompletableFuture<LocalApplication> deploying = CompletableFuture.supplyAsync(() -> application(cache, work));
    DatabaseServer target = target(cache);
    DatabaseServer source = joined(starting);
    Optional<SampleWriter> writer = options.servers().source().isPresent() ? Optional.empty() : Optional.of(sample(source));
    LocalApplication application = joined(deploying);
    new LocalCloudFile(application.endpoint(), LocalApplication.REGION, LocalApplication.STACK).write(repository);
    open.push(() -> LocalCloudFile.delete(repository));
    screen.print("Deployed template.yaml: " + application.stack().resources().size() + " resources");

    String execution = application.start(request(application, source, target));
    screen.print("Started " + execution);
    follow(application, execution, writer);
    Summary summary = summary(application, execution, source, target, work);
    print(summary, application);
    return summary;
  }

  private DatabaseServer source(CacheDirectory cache) {
    if (options.servers().source().isPresent()) {
      return ExistingServer.at(options.servers().source().get());
    }
    DatabaseServer server = options.servers().sourceServer().start(cache, screen::print);
    open.push(server);
    screen.print("Source: " + options.servers().sourceServer() + " at " + server.jdbcUrl());
    return server;
  }

  private DatabaseServer target(CacheDirectory cache) {
    if (options.servers().target().isPresent()) {
      return ExistingServer.at(options.servers().target().get());
    }
    DatabaseServer server = TidbServer.start(cache, screen::print);
    open.push(server);
    screen.print("Target: " + server.flavour() + " at " + server.jdbcUrl());
    return server;
  }

  private LocalApplication application(CacheDirectory cache, Path work) {
    try {
      LocalApplication application =
          LocalApplication.start(
              new LocalApplication.Options(
                  repository, work, cache.root(), options.pace().minute(), options.pace().timings(), listener(), this::eventReceived, screen::print));
      open.push(application);
      return application;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the local cloud started", e);
    }
  }

  private CloudListener listener() {
    return new CloudListener() {
      @Override
      public void published(String topicArn, String subject, String message, Map<String, String> attributes) {
        screen.print("SNS  " + subject + "\n" + message);
      }

      @Override
      public void logged(String function, String line) {
        if (function.equals("gateway")) {
          screen.print("Local cloud: " + line);
        }
      }
    };
  }

  private void eventReceived(ObjectNode event) {
    if (event.at("/detail/eventType").asText().equals("REPLICATION_TASK_STOPPED")) {
      stops.addLast(Instant.now());
    }
  }

  private SampleWriter sample(DatabaseServer source) throws SQLException {
    long rows;
    try (Connection connection = source.connect(source.admin())) {
      DemoDatabase.create(connection);
      rows = DemoDatabase.fill(connection, options.rows(), SEED, screen::print);
    }
    screen.print("Sample database: " + rows + " rows in " + String.join(", ", DemoDatabase.SCHEMAS));
    SampleWriter writer = SampleWriter.start(source, new DemoWorkload(), SEED, SampleWriter.USUAL_RATE);
    open.push(writer);
    return writer;
  }

  private ObjectNode request(LocalApplication application, DatabaseServer source, DatabaseServer target) throws IOException {
    ObjectNode request = (ObjectNode) Json.read(Files.readString(repository.resolve("events/requests/demo.json")), JsonNode.class);
    endpoint((ObjectNode) request.get("source"), application.storeSecret("tideway/demo-source", source, source.migration()), source);
    endpoint((ObjectNode) request.get("target"), application.storeSecret("tideway/demo-target", target, target.migration()), target);
    ((ObjectNode) request.get("cutover")).put("maxLagSeconds", options.pace().maxLagSeconds());
    if (options.servers().source().isPresent()) {
      // the demo never changes a source that it did not start: the person who approves declares the freeze
      ((ObjectNode) request.get("cutover")).put("freeze", "declared");
    }
    if (!options.servers().schemas().isEmpty()) {
      request.set("schemas", Json.tree(options.servers().schemas()));
    }
    return request;
  }

  private static void endpoint(ObjectNode endpoint, String secret, DatabaseServer server) {
    endpoint.put("secret", secret);
    server.certificateAuthority().ifPresent(pem -> endpoint.put("tls", "verifyCa").put("certificate", pem));
  }

  /** Watches the migration until it ends, and acts as the person. */
  private void follow(LocalApplication application, String execution, Optional<SampleWriter> writer)
      throws InterruptedException, SQLException, AwsError {
    Watch watch = new Watch(application, execution, screen);
    Deque<String> todo = new ArrayDeque<>(List.of("Approve: Await approval", "Cutover: Await freeze"));
    while (application.describe(execution).status() == ExecutionStatus.RUNNING) {
      String state = watch.look();
      if (state.equals(todo.peek()) && act(application, state, writer)) {
        todo.pop();
      }
      // each poll reads the whole history: a shorter pause would slow down the migration
      Thread.sleep(800);
    }
    watch.look();
  }

  private boolean act(LocalApplication application, String state, Optional<SampleWriter> writer) throws SQLException {
    if (state.startsWith("Approve")) {
      boolean yes = options.approve() == DemoOptions.Approve.auto || LocalQuestion.ask("Approve the cutover? [y/N] ");
      boolean eventReceived = application.approve("demo", yes, options.approve() == DemoOptions.Approve.auto ? "the demo" : System.getProperty("user.name"));
      if (eventReceived) {
        screen.print(yes ? "Approved the cutover" : "Rejected the cutover");
      }
      return eventReceived;
    }
    if (writer.isPresent()) {
      writer.get().failure().ifPresent(e -> screen.print("The writer died: " + e.getMessage()));
      writer.get().freeze();
      SampleWriter.Counts counts = writer.get().counts();
      screen.print(
          "Froze the source (read_only = ON) after %d transactions of the writer: %d inserts, %d updates, %d deletes"
              .formatted(counts.transactions(), counts.inserts(), counts.updates(), counts.deletes()));
    }
    return true;
  }

  private Summary summary(LocalApplication application, String execution, DatabaseServer source, DatabaseServer target, Path work)
      throws IOException {
    DescribeExecutionResponse end = application.describe(execution);
    List<HistoryEvent> history = application.history(execution);
    JsonNode output = end.status() == ExecutionStatus.SUCCEEDED ? Json.read(end.output(), JsonNode.class) : Json.object();
    Optional<JsonNode> report = report(application, execution, work);
    return new Summary(
        options.pace(),
        end.statusAsString(),
        new Summary.Verified(output.path("tables").asInt(), output.path("rows").asLong(), output.path("mismatches").asLong()),
        history.size(),
        new Summary.Times(
            seconds(end.startDate(), end.stopDate()),
            screen.seconds(),
            output.hasNonNull("writeDowntimeSeconds") ? Optional.of(output.get("writeDowntimeSeconds").asDouble()) : Optional.empty(),
            wake(history)),
        memory.peakMb(),
        report.map(Demo::phases).orElse(List.of()),
        report.isPresent() ? work.resolve("report.html").toString() : "",
        source.jdbcUrl(),
        target.jdbcUrl(),
        Optional.ofNullable(end.error()).map(error -> error + ": " + end.cause()));
  }

  private static List<Summary.Phase> phases(JsonNode report) {
    return report.path("phases").valueStream().map(p -> new Summary.Phase(p.get("name").asText(), p.get("seconds").asDouble())).toList();
  }

  /** Copies the report (or the plan, if Plan ended the migration) from the bucket into files that stay after the local cloud has stopped. */
  private static Optional<JsonNode> report(LocalApplication application, String execution, Path work) throws IOException {
    String prefix = "migrations/demo/" + execution.substring(execution.lastIndexOf(':') + 1) + "/";
    for (String file : List.of("plan.html", "plan.json", "report.html", "report.json")) {
      try {
        Files.writeString(work.resolve(file), application.read(prefix + file));
      } catch (software.amazon.awssdk.services.s3.model.NoSuchKeyException e) {
        Files.deleteIfExists(work.resolve(file));
      }
    }
    return Files.exists(work.resolve("report.json"))
        ? Optional.of(Json.read(Files.readString(work.resolve("report.json")), JsonNode.class))
        : Optional.empty();
  }

  /** From the first DMS event that a task has stopped (after the full load) until the execution enters the state that follows from it. */
  private Optional<Double> wake(List<HistoryEvent> history) {
    return history.stream()
        .filter(e -> e.stateEnteredEventDetails() != null && "Load: Judge".equals(e.stateEnteredEventDetails().name()))
        .findFirst()
        .filter(e -> !stops.isEmpty())
        .map(e -> seconds(stops.getFirst(), e.timestamp()));
  }

  private static double seconds(Instant from, Instant to) {
    return Math.round(Duration.between(from, to).toMillis() / 10.0) / 100.0;
  }

  private void print(Summary summary, LocalApplication application) {
    screen.plain("");
    screen.plain("Status          " + summary.status() + summary.error().map(e -> "\n" + e).orElse(""));
    screen.plain("Tables          " + summary.verified().tables());
    screen.plain("Rows verified   " + summary.verified().rows());
    screen.plain("Mismatches      " + summary.verified().mismatches());
    summary.phases().forEach(p -> screen.plain("  %-13s %6.1f s".formatted(p.name(), p.seconds())));
    screen.plain("Duration        " + summary.times().seconds() + " s (" + summary.times().totalSeconds() + " s with everything started)");
    summary.times().writeDowntimeSeconds().ifPresent(d -> screen.plain("Write downtime  " + d + " s at the pace " + summary.pace()
        + (summary.pace() == Pace.quick ? "; AWS takes minutes: --pace aws" : "")));
    summary.times().wakeSeconds().ifPresent(w -> screen.plain("Event to state  " + w + " s"));
    screen.plain("History events  " + summary.historyEvents());
    screen.plain("Peak memory     " + summary.peakMemoryMb() + " MiB, all processes");
    screen.plain("Report          " + summary.report());
    if (!application.denials().isEmpty()) {
      screen.plain("Refused calls   " + application.denials());
    }
  }

  /** Prints the addresses of the servers that {@code --keep} left running. */
  public void printAccess(Summary summary) {
    open.stream()
        .filter(LocalApplication.class::isInstance)
        .map(LocalApplication.class::cast)
        .findFirst()
        .ifPresent(
            a -> {
              screen.plain("AWS             AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1 aws --endpoint-url " + a.endpoint() + " stepfunctions list-executions --state-machine-arn " + a.stateMachine());
            });
    for (AutoCloseable part : open) {
      if (part instanceof DatabaseServer server) {
        screen.plain("Database        " + server.jdbcUrl() + " user " + server.user() + " password " + server.password());
      }
    }
    screen.plain("Source          " + summary.source());
    screen.plain("Target          " + summary.target());
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Stops everything that was started, in reverse order; may be called twice and from a shutdown hook. */
  @Override
  public void close() {
    for (AutoCloseable part = open.poll(); part != null; part = open.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        screen.print("While stopping: " + e);
      }
    }
  }
}

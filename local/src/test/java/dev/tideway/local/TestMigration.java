package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.demo.SampleWriter;
import dev.tideway.local.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** One migration of an end-to-end test, and the actions of people in it. */
final class TestMigration {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final LocalApplication application = TestApplication.shared();
  private final String name;
  private final ObjectNode request;
  private String execution = "";

  TestMigration(DatabaseServer source, DatabaseServer target, List<String> schemas) {
    this.name = "case-" + NUMBER.incrementAndGet();
    this.request = Json.object().put("name", name);
    endpoint("source", source);
    endpoint("target", target);
    request.set("schemas", Json.tree(schemas));
    request.set("verification", Json.object().put("chunkRows", 5000).put("threads", 2));
    request.set("cutover", Json.object().put("approval", "required").put("maxLagSeconds", 5).put("lagSamples", 2));
    request.set("replication", Json.object().set("subnets", Json.tree(List.of("subnet-00000001", "subnet-00000002"))));
  }

  /** Changes the request before it is sent. */
  TestMigration with(Consumer<ObjectNode> change) {
    change.accept(request);
    return this;
  }

  String name() {
    return name;
  }

  String execution() {
    return execution;
  }

  ObjectNode request() {
    return request;
  }

  TestMigration start() {
    return start(UUID.randomUUID().toString());
  }

  /** Starts an execution of that name. */
  TestMigration start(String execution) {
    this.execution = application.start(execution, request);
    return this;
  }

  /** Until the execution enters a state of that name; fails if it ends before. */
  void awaitState(String state) throws InterruptedException {
    while (!states().contains(state)) {
      DescribeExecutionResponse now = application.describe(execution);
      if (now.status() != ExecutionStatus.RUNNING) {
        throw new AssertionError("ended as " + now.statusAsString() + " before " + state + ": " + now.error() + " " + now.cause() + mismatches());
      }
      Thread.sleep(50);
    }
  }

  /** What the verifications found: their files do not outlive the application. */
  String mismatches() {
    return Stream.of("full-1", "final").map(round -> "\n" + round + ": " + mismatches(round)).collect(Collectors.joining());
  }

  private String mismatches(String round) {
    try {
      return json("verification-" + round + ".json").path("mismatches").toString();
    } catch (RuntimeException none) {
      return "none was made";
    }
  }

  /** The text of the message about this migration that contains this text; it arrives some time after the state that it reports. */
  String awaitMessage(String words) throws InterruptedException {
    while (true) {
      boolean running = application.describe(execution).status() == ExecutionStatus.RUNNING;
      Optional<String> found =
          TestApplication.messages().stream().map(TestApplication.Message::text).filter(text -> text.startsWith("Migration " + name + ":") && text.contains(words)).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      if (!running) {
        throw new AssertionError("ended without a message that contains: " + words);
      }
      Thread.sleep(50);
    }
  }

  void approve() throws InterruptedException {
    awaitState("Approve: Await approval");
    while (!application.approve(name, true, "the test")) {
      Thread.sleep(50);
    }
  }

  /** As people do: approve when a message asks for it, stop the application when a message asks for it. */
  DescribeExecutionResponse approveFreezeAndAwait(SampleWriter writer) throws InterruptedException, SQLException {
    approve();
    awaitState("Cutover: Await freeze");
    writer.freeze();
    return application.await(execution);
  }

  /** The names of all states entered so far: first those of its verifications, then the migration's own. */
  List<String> states() {
    return Stream.concat(verifications(), Stream.of(history())).flatMap(TestMigration::entered).toList();
  }

  /** The histories of the verifications that the migration has started so far. */
  Stream<List<HistoryEvent>> verifications() {
    return history().stream()
        .filter(e -> e.taskSubmittedEventDetails() != null && e.taskSubmittedEventDetails().resource().startsWith("startExecution"))
        .map(e -> Json.read(e.taskSubmittedEventDetails().output(), JsonNode.class).get("ExecutionArn").asText())
        .map(application::history);
  }

  private static Stream<String> entered(List<HistoryEvent> history) {
    return history.stream()
        .filter(e -> e.stateEnteredEventDetails() != null)
        .map(e -> e.stateEnteredEventDetails().name());
  }

  List<HistoryEvent> history() {
    return application.history(execution);
  }

  /** A file that this execution has written. */
  String file(String file) {
    return application.read("migrations/" + name + "/" + execution.substring(execution.lastIndexOf(':') + 1) + "/" + file);
  }

  JsonNode json(String file) {
    return Json.read(file(file), JsonNode.class);
  }

  private void endpoint(String which, DatabaseServer server) {
    String secret = application.storeSecret("tideway/" + name + "-" + which, server, server.migration());
    ObjectNode endpoint = request.putObject(which).put("secret", secret).put("tls", "none");
    server.certificateAuthority().ifPresent(pem -> endpoint.put("tls", "verifyCa").put("certificate", pem));
  }
}

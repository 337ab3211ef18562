package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.LogLevel;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The local cloud against the small stack of {@code cloud/template.yaml}, through the same SDK the functions use. */
class LocalCloudIT {
  private static final List<String> PUBLISHED = new CopyOnWriteArrayList<>();
  private static final List<Invocation> INVOKED = new CopyOnWriteArrayList<>();
  private static final List<Denial> DENIED = new CopyOnWriteArrayList<>();

  private static Path work;
  private static LocalCloud cloud;
  private static Stack stack;
  private static CloudClients clients;
  private static String bucket;
  private static String table;

  @BeforeAll
  static void deploy() throws Exception {
    work = Files.createTempDirectory("tideway-cloud");
    Path cache = PythonEnvironment.cacheFolder();
    Path engine = Path.of("aws").toAbsolutePath();
    Path python = PythonEnvironment.prepare(engine.resolve("requirements.txt"), cache, progress -> {});
    CloudOptions options = CloudOptions.of(Path.of("..").toAbsolutePath(), Path.of(System.getProperty("java.home"), "bin/java"), python,
            work, cache)
        .withApplication(new CloudOptions.Application(Path.of("src/test/resources/cloud/template.yaml").toAbsolutePath(), jarOfTheClassPath().getParent()))
        .withMinute(Duration.ofSeconds(1))
        .withParameters(Map.of("Greeting", "ahoy"))
        .serving("Test_20260101", (operation, request) -> {
          if (operation.equals("Refuse")) {
            throw new AwsError("InvalidResourceStateFault", "not now");
          }
          return LocalJson.object().put("operation", operation).set("request", request);
        })
        .withListener(new CloudListener() {
          @Override
          public void published(String topicArn, String subject, String message, Map<String, String> attributes) {
            PUBLISHED.add(subject + "/" + message + "/" + attributes);
          }

          @Override
          public void denied(Denial denial) {
            DENIED.add(denial);
          }

          @Override
          public void invoked(Invocation invocation) {
            INVOKED.add(invocation);
          }
        });
    cloud = LocalCloud.start(options);
    stack = cloud.deploy();
    clients = new CloudClients(cloud.endpoint(), "admin");
    bucket = stack.outputs().get("Bucket");
    table = stack.ref("Table").orElseThrow();
  }

  @AfterAll
  static void close() throws IOException {
    // other tests of this JVM have their own servers and cloud
    List<ProcessHandle> processes = cloud.processes().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    clients.close();
    cloud.close();
    assertThat(processes).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A jar that replaces the built one: its manifest names this test's classes and libraries. */
  private static Path jarOfTheClassPath() throws IOException {
    Path jar = work.resolve("functions.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(":"))
            .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream empty = new JarOutputStream(out, manifest)) {
      empty.finish();
    }
    return jar;
  }

  @Test
  void runsAnExpressionMachine() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "call").put("value", "it's \"quoted\""));
    assertThat(execution.status()).as(execution.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
    JsonNode output = LocalJson.parse(execution.output());
    assertThat(output.get("said").asText()).isEqualTo("it's \"quoted\"");
    assertThat(output.get("half").toString()).isEqualTo("5");
    assertThat(output.get("none").isNull()).isTrue();
    assertThat(output.get("ranged").toString()).isEqualTo("[1,4,7]");
    assertThat(output.get("parts").toString()).isEqualTo("[[1,2],[3]]");
    assertThat(output.get("hash").asText()).isEqualTo("0cc175b9c0f1b6a831c399e269772661");
    assertThat(output.get("parsed").toString()).isEqualTo("{\"a\":[1,null]}");
  }

  @Test
  void showsTheHistoryAsItHappened() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "call").put("value", 1));
    assertThat(clients.states.getExecutionHistory(request -> request.executionArn(execution.executionArn())).events())
        .extracting(event -> event.type())
        .containsExactly(HistoryEventType.EXECUTION_STARTED, HistoryEventType.CHOICE_STATE_ENTERED, HistoryEventType.CHOICE_STATE_EXITED,
            HistoryEventType.TASK_STATE_ENTERED, HistoryEventType.TASK_SCHEDULED, HistoryEventType.TASK_STARTED,
            HistoryEventType.TASK_SUCCEEDED, HistoryEventType.TASK_STATE_EXITED, HistoryEventType.PASS_STATE_ENTERED,
            HistoryEventType.PASS_STATE_EXITED, HistoryEventType.SUCCEED_STATE_ENTERED, HistoryEventType.SUCCEED_STATE_EXITED,
            HistoryEventType.EXECUTION_SUCCEEDED);
  }

  @Test
  void failsWithTheErrorAndCauseOfTheDefinition() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "unheard of"));
    assertThat(execution.error()).isEqualTo("Test.NoSuchCase");
    assertThat(execution.cause()).isEqualTo("case unheard of");
  }

  @Test
  void failsWhenAnExpressionReturnsNothing() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "undefined"));
    assertThat(execution.error()).isEqualTo("States.QueryEvaluationError");
    assertThat(execution.cause()).contains("returned nothing (undefined)");
  }

  @Test
  void wakesAWaitByItsTokenOnce() throws Exception {
    String name = start(wait(60, 120));
    String token = awaitToken(name);
    clients.states.sendTaskHeartbeat(request -> request.taskToken(token));
    clients.states.sendTaskSuccess(request -> request.taskToken(token).output("{\"value\": 42}"));
    assertThat(LocalJson.parse(end(name).output()).get("got").asInt()).isEqualTo(42);
    assertThatThrownBy(() -> clients.states.sendTaskSuccess(request -> request.taskToken(token).output("{}")))
        .isInstanceOf(TaskTimedOutException.class);
    assertThatThrownBy(() -> clients.states.sendTaskSuccess(request -> request.taskToken("never given").output("{}")))
        .isInstanceOfSatisfying(SfnException.class, error -> assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidToken"));
  }

  @Test
  void failsAWaitWithItsErrorAndCause() throws Exception {
    String name = start(wait(60, 120));
    String token = awaitToken(name);
    clients.states.sendTaskFailure(request -> request.taskToken(token).error("Test.Told").cause("because"));
    assertThat(LocalJson.parse(end(name).output()).get("told").asText()).isEqualTo("because");
  }

  @Test
  void missesAHeartbeat() throws Exception {
    String name = start(wait(2, 120));
    String token = awaitToken(name);
    assertThat(LocalJson.parse(end(name).output()).get("missed").asText()).isEqualTo("States.HeartbeatTimeout");
    assertThatThrownBy(() -> clients.states.sendTaskHeartbeat(request -> request.taskToken(token)))
        .isInstanceOf(TaskTimedOutException.class);
  }

  @Test
  void endsAWaitAtItsTimeout() throws Exception {
    String name = start(wait(50, 60));
    String token = awaitToken(name);
    clients.states.sendTaskHeartbeat(request -> request.taskToken(token));
    String quick = start(wait(20, 3));
    assertThat(LocalJson.parse(end(quick).output()).get("late").asText()).isEqualTo("States.Timeout");
    clients.states.sendTaskSuccess(request -> request.taskToken(token).output("{\"value\": 1}"));
    assertThat(end(name).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void stopsAnExecutionThatWaits() throws Exception {
    String name = start(wait(60, 120));
    String token = awaitToken(name);
    clients.states.stopExecution(request -> request.executionArn(arn(name)).error("Test.Stopped").cause("by a person"));
    DescribeExecutionResponse execution = end(name);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(execution.cause()).isEqualTo("by a person");
    assertThatThrownBy(() -> clients.states.sendTaskSuccess(request -> request.taskToken(token).output("{}")))
        .isInstanceOf(TaskTimedOutException.class);
    until(() -> history(name).getLast() == HistoryEventType.EXECUTION_ABORTED);
  }

  @Test
  void mapsOverAListInABucketAndWritesTheResultsThere() {
    DescribeExecutionResponse execution = run(map("[{\"id\": 1}, {\"id\": 2, \"fail\": true}, {\"id\": 3}, {\"id\": 4}]", 25));
    assertThat(execution.status()).as(execution.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
    JsonNode place = LocalJson.parse(execution.output());
    JsonNode manifest = object(place.get("Key").asText());
    JsonNode succeeded = object(manifest.at("/ResultFiles/SUCCEEDED/0/Key").asText());
    assertThat(succeeded).extracting(child -> LocalJson.parse(child.get("Output").asText()).get("id").asInt()).containsExactly(1, 3, 4);
    assertThat(succeeded).extracting(child -> LocalJson.parse(child.get("Output").asText()).get("index").asInt()).containsExactly(0, 2, 3);
    JsonNode failed = object(manifest.at("/ResultFiles/FAILED/0/Key").asText());
    assertThat(failed.get(0).get("Error").asText()).isEqualTo("dev.tideway.local.cloud.EchoFunction$Refused");
    String run = clients.states.listMapRuns(request -> request.executionArn(execution.executionArn())).mapRuns().getFirst().mapRunArn();
    assertThat(clients.states.describeMapRun(request -> request.mapRunArn(run)).itemCounts())
        .satisfies(counts -> assertThat(List.of(counts.total(), counts.succeeded(), counts.failed())).containsExactly(4L, 3L, 1L));
    assertThat(history(execution.name())).hasSizeLessThan(14);
  }

  @Test
  void failsAMapWhenMoreFailThanIsTolerated() {
    DescribeExecutionResponse execution = run(map("[{\"id\": 1, \"fail\": true}, {\"id\": 2}, {\"id\": 3}, {\"id\": 4}]", 0));
    assertThat(LocalJson.parse(execution.output()).get("exceeded").asText()).isEqualTo("States.ExceedToleratedFailureThreshold");
  }

  @Test
  void mapsOverManyItems() {
    String items = IntStream.range(0, 300).mapToObj(id -> "{\"id\": " + id + "}").collect(Collectors.joining(",", "[", "]"));
    DescribeExecutionResponse execution = run(map(items, 0));
    assertThat(LocalJson.parse(execution.output()).has("exceeded")).as(() -> failures(execution)).isFalse();
    JsonNode manifest = object(LocalJson.parse(execution.output()).get("Key").asText());
    assertThat(object(manifest.at("/ResultFiles/SUCCEEDED/0/Key").asText())).hasSize(300);
  }

  @Test
  void mapsOverBatches() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "batches").put("factor", 10));
    assertThat(output(execution)).as(execution.cause()).isEqualTo("[60,150,70]");
  }

  @Test
  void mapsInline() {
    ObjectNode input = LocalJson.object().put("case", "inline");
    input.putArray("items").add(1).add(2).add(3);
    assertThat(output(run(input))).isEqualTo("{\"doubled\":[2,4,6]}");
  }

  @Test
  void runsBranchesWithOuterVariables() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "parallel").put("outer", "x"));
    assertThat(output(execution)).as(execution.cause()).isEqualTo("{\"all\":[\"x-left\",\"x\",\"slow\"]}");
  }

  @Test
  void catchesTheErrorOfABranchWithoutWaitingForTheRest() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "parallel").put("outer", "fail"));
    assertThat(output(execution)).as(execution.cause()).isEqualTo("{\"caught\":\"asked to fail\"}");
  }

  @Test
  void retriesByTheNameOfTheException() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "retry").put("key", UUID.randomUUID().toString()));
    assertThat(output(execution)).as(execution.cause()).isEqualTo("{\"attempts\":3,\"retries\":2}");
  }

  @Test
  void waitsUntilAnInstant() {
    Instant at = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "until").put("at", at.toString()));
    assertThat(execution.status()).as(execution.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(Instant.now()).isBetween(at, at.plusSeconds(20));
  }

  @Test
  void detectsTheEndOfAFunctionsProcess() {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "throw").put("error", "exit"));
    assertThat(output(execution)).as(execution.cause()).isEqualTo("{\"ended\":\"Runtime.ExitError\"}");
  }

  @Test
  void givesAFunctionItsOwnEnvironmentOnly() throws Exception {
    JsonNode environment = LocalJson.parse(invoke("Echo", "{\"action\": \"environment\"}").body()).get("said");
    assertThat(environment.get("GREETING").asText()).isEqualTo("ahoy");
    assertThat(environment.get("AWS_REGION").asText()).isEqualTo("us-east-1");
    assertThat(environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText()).isEqualTo("256");
    assertThat(environment.has("HOME")).isFalse();
    JsonNode remaining = LocalJson.parse(invoke("Echo", "{\"action\": \"remaining\"}").body());
    assertThat(remaining.get("said").asInt()).isBetween(1, 120_000);
  }

  @Test
  void answersAWarmCallFromTheSameProcess() throws Exception {
    int first = LocalJson.parse(invoke("Echo", "{\"action\": \"calls\"}").body()).get("said").asInt();
    assertThat(first).isPositive();
    assertThat(cloud.functionProcesses()).isNotEmpty();
  }

  @Test
  void killsAFunctionAtItsTimeout() throws Exception {
    HttpResponse<String> answer = invoke("Failing", "{\"action\": \"sleep\", \"millis\": 60000}");
    assertThat(answer.headers().firstValue("x-amz-function-error")).contains("Unhandled");
    JsonNode error = LocalJson.parse(answer.body());
    assertThat(error.get("errorType").asText()).isEqualTo("Sandbox.Timedout");
    assertThat(error.get("errorMessage").asText()).matches("RequestId: .* Error: Task timed out after 2.00 seconds");
  }

  @Test
  void routesEventsByPattern() throws Exception {
    PutEventsRequestEntry entry = PutEventsRequestEntry.builder().source("tideway.test").detailType("Test")
        .detail("{\"table\": \"hearing\", \"id\": \"routed\"}").build();
    clients.events.putEvents(request -> request.entries(entry));
    until(() -> clients.stored(table, "heard").contains("\"id\":\"routed\""));
    cloud.eventBus().put(event("hearing", "on the bus"));
    until(() -> clients.stored(table, "heard").contains("on the bus"));
  }

  private static ObjectNode event(String table, String id) {
    ObjectNode event = LocalJson.object().put("version", "0").put("id", UUID.randomUUID().toString()).put("detail-type", "Test")
        .put("source", "tideway.test").put("account", "123456789012").put("time", Instant.now().toString()).put("region", "us-east-1");
    event.putArray("resources");
    event.putObject("detail").put("table", table).put("id", id);
    return event;
  }

  @Test
  void publishesAnEventForAFailedExecution() throws Exception {
    DescribeExecutionResponse execution = run(LocalJson.object().put("case", "told of failure"));
    until(() -> clients.stored(table, "heard").contains(execution.executionArn()));
  }

  @Test
  void ticksSchedules() throws Exception {
    until(() -> clients.stored(table, "tick").equals("put"));
  }

  @Test
  void sendsAnEventToTheFailureQueueAfterItsRetries() throws Exception {
    ObjectNode event = event("failing", "lost");
    ((ObjectNode) event.get("detail")).put("action", "fail");
    cloud.eventBus().put(event);
    HttpClient http = HttpClient.newHttpClient();
    List<String> received = new ArrayList<>();
    until(() -> {
      received.add(receive(http, "Failures"));
      return received.getLast().contains("RetriesExhausted");
    });
    JsonNode record = LocalJson.parse(LocalJson.parse(received.getLast()).at("/Messages/0/Body").asText());
    assertThat(record.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
    assertThat(record.at("/requestPayload/id").asText()).isEqualTo("lost");
    assertThat(record.at("/responsePayload/errorMessage").asText()).isEqualTo("asked to fail");
  }

  @Test
  void sendsSuccessAndFailureToTheDestination() throws Exception {
    String telling = stack.ref("Telling").orElseThrow();
    invokeLater(telling, "{\"action\": \"echo\", \"value\": 7}");
    until(() -> clients.stored(table, "told").contains("Success"));
    JsonNode success = LocalJson.parse(clients.stored(table, "told"));
    assertThat(success.get("version").asText()).isEqualTo("1.0");
    assertThat(success.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
    assertThat(success.at("/requestContext/functionArn").asText()).endsWith(":function:" + telling + ":$LATEST");
    assertThat(success.at("/requestContext/condition").asText()).isEqualTo("Success");
    assertThat(success.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
    assertThat(success.at("/requestPayload/value").asInt()).isEqualTo(7);
    assertThat(success.at("/responseContext").toString()).isEqualTo("{\"statusCode\":200,\"executedVersion\":\"$LATEST\"}");
    assertThat(success.at("/responsePayload/said").asInt()).isEqualTo(7);

    invokeLater(telling, "{\"action\": \"fail\"}");
    until(() -> clients.stored(table, "told").contains("RetriesExhausted"));
    JsonNode failure = LocalJson.parse(clients.stored(table, "told"));
    assertThat(failure.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
    assertThat(failure.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
    assertThat(failure.at("/responsePayload/errorMessage").asText()).isEqualTo("asked to fail");
  }

  @Test
  void dropsAnEventThatHasWaitedTooLong() throws Exception {
    String single = stack.ref("Single").orElseThrow();
    invokeLater(single, "{\"action\": \"sleep\", \"millis\": 3000}");
    invokeLater(single, "{\"action\": \"sleep\", \"millis\": 3001}");
    until(() -> clients.stored(table, "told").contains("EventAgeExceeded"));
    assertThat(LocalJson.parse(clients.stored(table, "told")).has("responsePayload")).isFalse();
  }

  @Test
  void sendsToTheDestinationOnlyIfTheRoleMay() throws Exception {
    String told = stack.ref("Told").orElseThrow();
    invokeLater(stack.ref("Muted").orElseThrow(), "{\"action\": \"echo\", \"value\": 7}");
    until(() -> DENIED.stream().anyMatch(denial -> denial.action().equals("lambda:InvokeFunction") && denial.resource().endsWith(":" + told)));
  }

  @Test
  void stopsALoopAfterSixteenRounds() throws Exception {
    invokeLater(stack.ref("Looping").orElseThrow(), loop("rounds"));
    HttpClient http = HttpClient.newHttpClient();
    List<String> received = new ArrayList<>();
    until(() -> {
      received.add(receive(http, "Loops"));
      return received.getLast().contains("requestPayload");
    });
    JsonNode record = LocalJson.parse(LocalJson.parse(received.getLast()).at("/Messages/0/Body").asText());
    assertThat(record.at("/requestPayload/round").asInt()).isEqualTo(17);
    assertThat(record.has("responsePayload")).isFalse();
    assertThat(clients.stored(table, "rounds")).isEqualTo("16");
  }

  @Test
  void continuesALoopWhereItIsAllowed() throws Exception {
    invokeLater(stack.ref("LoopingOn").orElseThrow(), loop("rounds allowed"));
    until(() -> clients.stored(table, "rounds allowed").equals("20"));
  }

  private static String loop(String key) {
    return LocalJson.text(LocalJson.object().put("action", "loop").put("key", key).put("round", 1).put("rounds", 20));
  }

  private static void invokeLater(String function, String payload) {
    assertThat(invoke(function, "Event", payload).statusCode()).isEqualTo(202);
  }

  private static String receive(HttpClient http, String queue) {
    HttpRequest request = HttpRequest.newBuilder(cloud.endpoint().resolve("/"))
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/sqs/aws4_request, Signature=x")
        .header("Content-Type", "application/x-amz-json-1.0").header("X-Amz-Target", "AmazonSQS.ReceiveMessage")
        .POST(HttpRequest.BodyPublishers.ofString("{\"QueueUrl\": \"" + stack.outputs().get(queue) + "\"}")).build();
    return send(http, request).body();
  }

  @Test
  void refusesWhatARoleDoesNotAllow() throws Exception {
    JsonNode error = LocalJson.parse(invoke("Hearing", "{\"action\": \"get\", \"key\": \"x\"}").body());
    assertThat(error.get("errorMessage").asText()).contains("is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb")
        .contains("because no identity-based policy allows the dynamodb:GetItem action");
    assertThat(cloud.denials()).anySatisfy(denial -> {
      assertThat(denial.action()).isEqualTo("dynamodb:GetItem");
      assertThat(denial.caller()).isEqualTo(stack.ref("Hearing").orElseThrow());
    });
    try (CloudClients asHearing = new CloudClients(cloud.endpoint(), LocalCloud.accessKeyOfFunction(stack.ref("Hearing").orElseThrow()))) {
      assertThatThrownBy(() -> asHearing.s3.getObject(request -> request.bucket(bucket).key("any")))
          .isInstanceOfSatisfying(S3Exception.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
          });
    }
  }

  @Test
  void holdsTheStateMachineToItsRole() {
    String role = "role." + stack.ref("MachineRole").orElseThrow();
    assertThat(invokeAs(role, "Echo", "").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = invokeAs(role, "Hearing", "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("x-amzn-errortype")).contains("AccessDeniedException");
    // an action that may be called without a qualifier may not be called with one
    assertThat(invokeAs(role, "Echo", ":$LATEST").statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> invokeAs(String accessKey, String logicalId, String qualifier) {
    URI uri = cloud.endpoint().resolve("/2015-03-31/functions/" + stack.ref(logicalId).orElseThrow() + qualifier + "/invocations");
    return send(HttpClient.newHttpClient(), HttpRequest.newBuilder(uri)
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20260101/us-east-1/lambda/aws4_request, Signature=x")
        .POST(HttpRequest.BodyPublishers.ofString("{\"action\": \"echo\", \"value\": 1}")).build());
  }

  @Test
  void writesConditionallyOnlyOnce() throws Exception {
    String key = UUID.randomUUID().toString();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> writes = Collections.nCopies(20, () -> writtenFirst(key));
      long first = writers.invokeAll(writes).stream().filter(Future::resultNow).count();
      assertThat(first).isEqualTo(1);
    }
  }

  private static boolean writtenFirst(String key) {
    try {
      clients.dynamo.putItem(request -> request.tableName(table).item(Map.of("pk", AttributeValue.fromS(key)))
          .conditionExpression("attribute_not_exists(pk)"));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Test
  void reachesFromTheVpcOnlyWhatHasAnEndpoint() throws Exception {
    assertThat(LocalJson.parse(invoke("Inside", "{\"action\": \"object\", \"key\": \"from-inside\"}").body()).has("function")).isTrue();
    assertThat(text("from-inside")).isEqualTo("written inside");
    JsonNode error = LocalJson.parse(invoke("Inside", "{\"action\": \"publish\"}").body());
    assertThat(error.get("errorType").asText()).isEqualTo("software.amazon.awssdk.core.exception.SdkClientException");
    assertThat(cloud.denials()).contains(
        new Denial(stack.ref("Inside").orElseThrow(), "sns:Publish", stack.ref("Topic").orElseThrow(), "network"));
  }

  @Test
  void reportsPublishedMessages() throws Exception {
    invoke("Echo", "{\"action\": \"publish\"}");
    assertThat(PUBLISHED).contains("Subject/Message/{severity=info}");
  }

  @Test
  void answersServicesOfItsOwn() {
    HttpClient http = HttpClient.newHttpClient();
    assertThat(send(http, own("Describe", "{\"a\": 1}")).body()).isEqualTo("{\"operation\":\"Describe\",\"request\":{\"a\":1}}");
    HttpResponse<String> refused = send(http, own("Refuse", "{}"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).isEqualTo("{\"__type\":\"InvalidResourceStateFault\",\"message\":\"not now\"}");
  }

  private static HttpRequest own(String operation, String body) {
    return HttpRequest.newBuilder(cloud.endpoint().resolve("/")).header("X-Amz-Target", "Test_20260101." + operation)
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/test/aws4_request, Signature=x")
        .header("Content-Type", "application/x-amz-json-1.1").POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  @Test
  void readsSecretsOnlyThroughARoleThatMay() throws Exception {
    String role = "arn:aws:iam::123456789012:role/" + stack.ref("DmsRole").orElseThrow();
    String functionRole = "arn:aws:iam::123456789012:role/" + stack.ref("EchoRole").orElseThrow();
    String good = clients.secrets.createSecret(request -> request.name("tideway/source").secretString("{\"host\": \"h\"}")).arn();
    String other = clients.secrets.createSecret(request -> request.name("other").secretString("{}")).arn();
    assertThat(cloud.secrets().read(good, role).get("host").asText()).isEqualTo("h");
    assertThatThrownBy(() -> cloud.secrets().read(other, role)).isInstanceOf(AwsError.class).hasMessageContaining("not authorized");
    assertThatThrownBy(() -> cloud.secrets().read(good, functionRole)).isInstanceOf(AwsError.class).hasMessageContaining("cannot be assumed");
    for (String nobody : List.of(functionRole, role + "-that-is-not-there")) {
      assertThatThrownBy(() -> cloud.secrets().check(good, nobody))
          .isInstanceOfSatisfying(AwsError.class, error -> assertThat(error.code()).isEqualTo("AccessDeniedFault"))
          .hasMessageContaining("The IAM Role " + nobody + " is not configured properly");
    }
    assertThatThrownBy(() -> cloud.secrets().check(other, role)).isInstanceOfSatisfying(AwsError.class,
        error -> assertThat(error.code()).isEqualTo("AccessDeniedFault"));
    assertThatThrownBy(() -> cloud.secrets().check("nothing", role)).isInstanceOfSatisfying(AwsError.class,
        error -> assertThat(error.code()).isEqualTo("ResourceNotFoundFault"));
    assertThat(cloud.network().subnet("subnet-00000002").orElseThrow().zone()).isEqualTo("us-east-1b");
    assertThat(cloud.network().subnet("subnet-9")).isEmpty();
    assertThat(cloud.network().vpcOfSecurityGroup("sg-00000001")).hasValue(cloud.network().subnet("subnet-00000001").orElseThrow().vpc());
    assertThat(cloud.network().vpcOfSecurityGroup("sg-9")).isEmpty();
  }

  @Test
  void simulatesWhatARoleMayDo() {
    String role = "arn:aws:iam::123456789012:role/" + stack.ref("DmsRole").orElseThrow();
    String good = "arn:aws:secretsmanager:us-east-1:123456789012:secret:tideway/any";
    assertThat(simulated(role, List.of("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"), List.of(good, good.replace("tideway", "other"))))
        .containsExactly(
            "secretsmanager:GetSecretValue " + good + " allowed", "secretsmanager:GetSecretValue " + good.replace("tideway", "other") + " implicitDeny",
            "secretsmanager:PutSecretValue " + good + " implicitDeny", "secretsmanager:PutSecretValue " + good.replace("tideway", "other") + " implicitDeny");
  }

  @Test
  void simulatesTheRolesOfDmsByTheirAttachedPolicies() {
    String role = clients.iam.getRole(request -> request.roleName("dms-vpc-role")).role().arn();
    String policy = "arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole";
    List<String> actions = List.of("ec2:DescribeVpcs", "ec2:RunInstances");
    assertThat(simulated(role, actions, List.of())).containsExactly("ec2:DescribeVpcs * allowed", "ec2:RunInstances * implicitDeny");
    clients.iam.detachRolePolicy(request -> request.roleName("dms-vpc-role").policyArn(policy));
    assertThat(simulated(role, actions, List.of())).containsExactly("ec2:DescribeVpcs * implicitDeny", "ec2:RunInstances * implicitDeny");
    clients.iam.putRolePolicy(request -> request.roleName("dms-vpc-role").policyName("own").policyDocument("""
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": {"StringEquals": {"ec2:Region": "us-east-1"}}},
         {"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*"}]}"""));
    assertThat(simulated(role, actions, List.of())).containsExactly("ec2:DescribeVpcs * implicitDeny", "ec2:RunInstances * explicitDeny");
    assertThat(clients.iam.simulatePrincipalPolicy(request -> request.policySourceArn(role).actionNames("ec2:DescribeVpcs")).evaluationResults().getFirst().missingContextValues())
        .containsExactly("ec2:Region");
    assertThat(clients.iam.simulatePrincipalPolicy(request -> request.policySourceArn(role).actionNames("ec2:DescribeVpcs").contextEntries(
        ContextEntry.builder().contextKeyName("ec2:Region").contextKeyType("string").contextKeyValues("us-east-1").build())).evaluationResults().getFirst().evalDecisionAsString())
        .isEqualTo("allowed");
    clients.iam.deleteRolePolicy(request -> request.roleName("dms-vpc-role").policyName("own"));
    clients.iam.attachRolePolicy(request -> request.roleName("dms-vpc-role").policyArn(policy));
    assertThat(simulated(role, actions, List.of())).containsExactly("ec2:DescribeVpcs * allowed", "ec2:RunInstances * implicitDeny");
  }

  @Test
  void refusesToSimulateWhatIamRefusesOrTheLocalCloudDoesNotKnow() {
    String role = "arn:aws:iam::123456789012:role/" + stack.ref("DmsRole").orElseThrow();
    assertRefused("NoSuchEntity", request -> request.policySourceArn(role + "-that-is-not-there").actionNames("s3:GetObject"));
    assertRefused("InvalidInput", request -> request.policySourceArn(role).actionNames("GetObject"));
    assertRefused("InvalidInput", request -> request.policySourceArn(role).actionNames("s3:GetObject").resourceArns("bucket"));
    assertRefused("ValidationError", request -> request.policySourceArn(role));
    assertRefused("NotImplemented", request -> request.policySourceArn(role).actionNames("s3:GetObject").callerArn("arn:aws:iam::123456789012:user/any"));
    assertRefused("NotImplemented", request -> request.policySourceArn("arn:aws:iam::123456789012:user/any").actionNames("s3:GetObject"));
    try (CloudClients asHearing = new CloudClients(cloud.endpoint(), LocalCloud.accessKeyOfFunction(stack.ref("Hearing").orElseThrow()))) {
      assertThatThrownBy(() -> asHearing.iam.simulatePrincipalPolicy(request -> request.policySourceArn(role).actionNames("s3:GetObject")))
          .hasMessageContaining("is not authorized to perform: iam:SimulatePrincipalPolicy on resource: " + role);
    }
  }

  private static void assertRefused(String code, Consumer<SimulatePrincipalPolicyRequest.Builder> call) {
    assertThatThrownBy(() -> clients.iam.simulatePrincipalPolicy(call))
        .isInstanceOfSatisfying(IamException.class, refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static List<String> simulated(String role, List<String> actions, List<String> resources) {
    return clients.iam.simulatePrincipalPolicyPaginator(request -> request.policySourceArn(role).actionNames(actions).resourceArns(resources)).evaluationResults().stream()
        .map(result -> result.evalActionName() + " " + result.evalResourceName() + " " + result.evalDecisionAsString()).toList();
  }

  @Test
  void storesMetrics() {
    cloud.metrics().put("AWS/DMS", "CDCLatencySource", Map.of("ReplicationTaskIdentifier", "T"), 3, Instant.now());
    String answer = send(HttpClient.newHttpClient(), HttpRequest.newBuilder(cloud.endpoint().resolve("/"))
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/monitoring/aws4_request, Signature=x")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("Action=ListMetrics&Version=2010-08-01&Namespace=AWS%2FDMS")).build()).body();
    assertThat(answer).contains("CDCLatencySource");
  }

  private static final String TWICE = """
      {"StartAt": "Fan", "States": {"Fan": {"Type": "Parallel", "End": true, "Branches": [
        {"StartAt": "Work", "States": {"Work": {"Type": "Pass", "End": true}}},
        {"StartAt": "Work", "States": {"Work": {"Type": "Pass", "End": true}}}]}}}
      """;

  @Test
  void refusesADefinitionThatAwsRefuses() {
    assertRefused(TWICE, "DUPLICATE_STATE_NAME: Duplicate State name: Work at /States/Fan/Branches[1]/States/Work");
    assertRefused("""
        {"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "A": {"Type": "Succeed"}}}
        """, "DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A");
    assertRefused("""
        {"StartAt": "pass1", "States": {"pass1": {"Type": "Pass", "Next": "pass3"}, "pass2": {"Type": "Pass", "End": true}}}
        """, "MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at /States/pass1/Next, "
        + "MISSING_TRANSITION_TARGET: State \"pass2\" is not reachable. at /States/pass2");
    assertRefused("""
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}
        """, "MISSING_END_STATE: Workflow has no terminal state at null");
    assertRefused("{\"StartAt\": \"A\"}", "SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /");
    assertRefused("""
        {"StartAt": "A", "States": {"A": {"Type": "Map", "ItemProcessor": {}, "End": true}}}
        """, "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt, States] at /States/A/ItemProcessor");
  }

  private static void assertRefused(String definition, String problem) {
    assertThatThrownBy(() -> clients.states.createStateMachine(request -> request.name("refused").definition(definition)
        .roleArn("arn:aws:iam::123456789012:role/any")))
        .isInstanceOfSatisfying(InvalidDefinitionException.class, error -> assertThat(error.awsErrorDetails().errorMessage())
            .isEqualTo("Invalid State Machine Definition: '" + problem + "'"));
  }

  @Test
  void refusesAStackThatNamesWhatIsNotThere() {
    String machine = """
        {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "arn:aws:iam::123456789012:role/%s", "DefinitionString": %s}}
        """;
    assertThat(createStack("Twice", machine.formatted(stack.ref("MachineRole").orElseThrow(), LocalJson.text(LocalJson.MAPPER.getNodeFactory().textNode(TWICE)))))
        .contains("CREATE_FAILED", "DUPLICATE_STATE_NAME: Duplicate State name: Work at ");
    assertThat(createStack("Nobody", machine.formatted("nobody", "\"{}\""))).contains("Nobody (AWS::StepFunctions::StateMachine) CREATE_FAILED",
        "nor the regional one is authorized to assume the provided role");
    String function = """
        {"Type": "AWS::Lambda::Function", "Properties": {"Role": "arn:aws:iam::123456789012:role/any", "Handler": "h", "Runtime": "java25",
         "Code": {"S3Bucket": "tideway-local-code", "S3Key": "functions.zip"}, "VpcConfig": {"SubnetIds": [%s], "SecurityGroupIds": [%s]}}}
        """;
    assertThat(createStack("Lost", function.formatted("'subnet-9'", "'sg-00000001'"))).contains("Lost (AWS::Lambda::Function) CREATE_FAILED",
        "InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-9' does not exist");
    assertThat(createStack("Open", function.formatted("'subnet-00000001'", "'sg-9'"))).contains("Open (AWS::Lambda::Function) CREATE_FAILED",
        "InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-9' does not exist");
    assertThat(createStack("Half", function.formatted("'subnet-00000001'", "")))
        .contains("SubnetIds and SecurityIds must coexist or be both empty list.");
  }

  /** The answer of CreateStack to a template with one resource. */
  private static String createStack(String name, String resource) {
    String template = "{\"Resources\": {\"" + name + "\": " + resource.replaceAll("'([\\w-]+)'", "\"$1\"") + "}}";
    HttpResponse<String> answer = form("cloudformation", "Action=CreateStack&Version=2010-05-15&StackName=refused-" + name + "&TemplateBody="
        + URLEncoder.encode(template, StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return answer.body().replace("&#39;", "'").replace("&apos;", "'").replace("&#34;", "\"").replace("&quot;", "\"");
  }

  private static HttpResponse<String> form(String service, String body) {
    return send(HttpClient.newHttpClient(), HttpRequest.newBuilder(cloud.endpoint().resolve("/"))
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/" + service + "/aws4_request, Signature=x")
        .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private static JsonNode json(String service, String target, String body) {
    HttpResponse<String> answer = send(HttpClient.newHttpClient(), HttpRequest.newBuilder(cloud.endpoint().resolve("/"))
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/" + service + "/aws4_request, Signature=x")
        .header("X-Amz-Target", target).header("Content-Type", "application/x-amz-json-1.1")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return LocalJson.parse(answer.body());
  }

  @Test
  void findsOnlyFunctionsOfTheStack() {
    assertNotFound("nobody", "function:nobody");
    // functions have no versions and aliases except this one
    String echo = stack.ref("Echo").orElseThrow();
    assertNotFound(echo + ":live", "function:" + echo + ":live");
  }

  private static void assertNotFound(String function, String named) {
    for (String type : List.of("Event", "RequestResponse")) {
      HttpResponse<String> answer = invoke(function, type, "{}");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ResourceNotFoundException");
      assertThat(answer.body()).contains("Function not found: arn:aws:lambda:us-east-1:123456789012:" + named);
    }
  }

  private static HttpResponse<String> invoke(String function, String type, String payload) {
    return send(HttpClient.newHttpClient(), HttpRequest.newBuilder(cloud.endpoint().resolve("/2015-03-31/functions/" + function + "/invocations"))
        .header("X-Amz-Invocation-Type", type).POST(HttpRequest.BodyPublishers.ofString(payload)).build());
  }

  @Test
  void namesAnExecutionThatIsGivenNoName() {
    String input = LocalJson.text(LocalJson.object().put("case", "call").put("value", 1));
    String first = clients.states.startExecution(request -> request.stateMachineArn(stack.outputs().get("Machine")).input(input)).executionArn();
    String second = clients.states.startExecution(request -> request.stateMachineArn(stack.outputs().get("Machine")).input(input)).executionArn();
    assertThat(first).isNotEqualTo(second);
    for (String execution : List.of(first, second)) {
      String name = execution.substring(execution.lastIndexOf(':') + 1);
      assertThat(UUID.fromString(name)).hasToString(name);
      assertThat(end(name).name()).isEqualTo(name);
    }
  }

  @Test
  void startsAnExecutionOnce() {
    String name = start(wait(60, 120));
    String input = LocalJson.text(wait(60, 120));
    assertThat(again(name, input)).isEqualTo(arn(name));
    assertThatThrownBy(() -> again(name, "{}")).isInstanceOf(ExecutionAlreadyExistsException.class);
    clients.states.stopExecution(request -> request.executionArn(arn(name)));
    end(name);
    assertThatThrownBy(() -> again(name, input)).isInstanceOf(ExecutionAlreadyExistsException.class)
        .hasMessageContaining("Execution Already Exists: '" + arn(name) + "'");
    assertThatThrownBy(() -> again("white space", input)).isInstanceOf(InvalidNameException.class).hasMessageContaining("Invalid Name: 'white space'");
  }

  private static String again(String name, String input) {
    return clients.states.startExecution(request -> request.stateMachineArn(stack.outputs().get("Machine")).name(name).input(input)).executionArn();
  }

  @Test
  void listsTheChildrenOfAMapRun() {
    DescribeExecutionResponse execution = run(map("[{\"id\": 1}, {\"id\": 2, \"fail\": true}, {\"id\": 3}, {\"id\": 4}]", 25));
    String run = clients.states.listMapRuns(request -> request.executionArn(execution.executionArn())).mapRuns().getFirst().mapRunArn();
    assertThat(clients.states.listExecutionsPaginator(request -> request.mapRunArn(run).maxResults(3)).executions())
        .hasSize(4).allSatisfy(child -> {
          assertThat(child.mapRunArn()).isEqualTo(run);
          assertThat(clients.states.describeExecution(request -> request.executionArn(child.executionArn())).status()).isEqualTo(child.status());
        });
    assertThat(clients.states.listExecutions(request -> request.mapRunArn(run).statusFilter(ExecutionStatus.FAILED)).executions())
        .singleElement().satisfies(child ->
            assertThat(clients.states.describeExecution(request -> request.executionArn(child.executionArn())).error())
                .isEqualTo("dev.tideway.local.cloud.EchoFunction$Refused"));
    assertThatThrownBy(() -> clients.states.listExecutions(request -> request.mapRunArn(run + "x")))
        .isInstanceOfSatisfying(SfnException.class, error -> assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFound"));
  }

  @Test
  void showsWhatTheTemplateConfigures() {
    DescribeStateMachineResponse machine = clients.states.describeStateMachine(request -> request.stateMachineArn(stack.outputs().get("Machine")));
    assertThat(machine.loggingConfiguration().level()).isEqualTo(LogLevel.ALL);
    assertThat(machine.loggingConfiguration().destinations().getFirst().cloudWatchLogsLogGroup().logGroupArn()).contains(":log-group:/aws/lambda/");
    assertThat(machine.tracingConfiguration().enabled()).isTrue();
    JsonNode function = LocalJson.parse(send(HttpClient.newHttpClient(), HttpRequest.newBuilder(cloud.endpoint().resolve(
        "/2015-03-31/functions/" + stack.ref("Inside").orElseThrow() + "/configuration"))
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/lambda/aws4_request, Signature=x").build()).body());
    assertThat(function.at("/Architectures/0").asText()).isEqualTo("arm64");
    assertThat(function.at("/TracingConfig/Mode").asText()).isEqualTo("Active");
    assertThat(function.at("/LoggingConfig/LogGroup").asText()).isEqualTo(stack.ref("Logs").orElseThrow());
    assertThat(function.at("/VpcConfig/SubnetIds/0").asText()).isEqualTo("subnet-00000001");
    assertThat(form("monitoring", "Action=DescribeAlarms&Version=2010-08-01").body())
        .contains("<AlarmName>" + stack.ref("Alarm").orElseThrow() + "</AlarmName>", "<AlarmDescription>something failed</AlarmDescription>",
            "<StateValue>INSUFFICIENT_DATA</StateValue>", "<TreatMissingData>notBreaching</TreatMissingData>",
            "<InsufficientDataActions><member>" + stack.ref("Topic").orElseThrow() + "</member></InsufficientDataActions>");
  }

  @Test
  void keepsTheLogsOfFunctions() throws Exception {
    String said = UUID.randomUUID().toString();
    HttpResponse<String> answer = invokeForItsLog("Echo", "{\"action\": \"log\", \"value\": \"" + said + "\"}");
    String tail = decoded(answer.headers().firstValue("x-amz-log-result").orElseThrow());
    String id = answer.headers().firstValue("x-amzn-requestid").orElseThrow();
    assertThat(tail.lines().dropWhile(line -> !line.startsWith("START"))).satisfiesExactly(
        line -> assertThat(line).isEqualTo("START RequestId: " + id + " Version: $LATEST"),
        line -> assertThat(line).isEqualTo("said " + said),
        line -> assertThat(line).isEqualTo("END RequestId: " + id),
        line -> assertThat(line).matches("REPORT RequestId: " + id + "\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\tMemory Size: 256 MB\t.*"));

    String group = stack.ref("Logs").orElseThrow();
    until(() -> !found(group, said).isEmpty());
    String stream = found(group, said).get(0).get("logStreamName").asText();
    assertThat(stream).matches("\\d{4}/\\d\\d/\\d\\d/" + stack.ref("Echo").orElseThrow() + "\\[\\$LATEST]\\[[0-9a-f]{32}]");
    JsonNode events = json("logs", "Logs_20140328.GetLogEvents",
        LocalJson.text(LocalJson.object().put("logGroupName", group).put("logStreamName", stream).put("startFromHead", true))).get("events");
    assertThat(events).extracting(event -> event.get("message").asText()).contains("said " + said, "END RequestId: " + id);
    JsonNode environment = LocalJson.parse(invoke("Echo", "{\"action\": \"environment\"}").body()).get("said");
    assertThat(environment.get("AWS_LAMBDA_LOG_GROUP_NAME").asText()).isEqualTo(group);
    assertThat(json("logs", "Logs_20140328.DescribeLogStreams", LocalJson.text(LocalJson.object().put("logGroupName", group))).get("logStreams"))
        .extracting(one -> one.get("logStreamName").asText()).contains(environment.get("AWS_LAMBDA_LOG_STREAM_NAME").asText());
  }

  @Test
  void logsAsJsonWhereThatIsTheFormat() {
    HttpResponse<String> answer = invokeForItsLog("Inside", "{\"action\": \"log\", \"value\": \"aloud\"}");
    String id = answer.headers().firstValue("x-amzn-requestid").orElseThrow();
    List<JsonNode> lines = decoded(answer.headers().firstValue("x-amz-log-result").orElseThrow())
        .lines().dropWhile(line -> !line.contains("platform.start")).map(line -> LocalJson.parse(line)).toList();
    assertThat(lines).satisfiesExactly(
        line -> {
          assertThat(line.get("type").asText()).isEqualTo("platform.start");
          assertThat(line.at("/record/requestId").asText()).isEqualTo(id);
        },
        // AWS's own runtime writes it, as JSON because the environment is set so
        line -> {
          assertThat(line.get("message").asText()).contains("said aloud");
          assertThat(line.get("AWSRequestId").asText()).isEqualTo(id);
        },
        line -> {
          assertThat(line.get("type").asText()).isEqualTo("platform.report");
          assertThat(line.at("/record/requestId").asText()).isEqualTo(id);
          assertThat(line.at("/record/metrics/durationMs").isNumber()).isTrue();
          assertThat(line.at("/record/metrics/memorySizeMB").asInt()).isEqualTo(256);
          assertThat(line.at("/record/status").asText()).isEqualTo("success");
        });
    assertThat(invokeForItsLog("Inside", "{\"action\": \"fail\"}").headers().firstValue("x-amz-log-result").map(LocalCloudIT::decoded).orElseThrow()).contains("\"status\":\"error\"");
    assertThat(invokeForItsLog("Inside", "{\"action\": \"exit\"}").headers().firstValue("x-amz-log-result").map(LocalCloudIT::decoded).orElseThrow()).contains("\"status\":\"failure\"");
    JsonNode environment = LocalJson.parse(invoke("Inside", "{\"action\": \"environment\"}").body()).get("said");
    assertThat(environment.get("AWS_LAMBDA_LOG_LEVEL").asText()).isEqualTo("WARN");
  }

  @Test
  void logsThatAFunctionTookTooLong() {
    HttpResponse<String> answer = invokeForItsLog("Failing", "{\"action\": \"sleep\", \"millis\": 60000}");
    String id = answer.headers().firstValue("x-amzn-requestid").orElseThrow();
    assertThat(decoded(answer.headers().firstValue("x-amz-log-result").orElseThrow()))
        .contains(id + " Task timed out after 2.00 seconds", "END RequestId: " + id, "REPORT RequestId: " + id);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> invokeForItsLog(String logicalId, String payload) {
    URI uri = cloud.endpoint().resolve("/2015-03-31/functions/" + stack.ref(logicalId).orElseThrow() + "/invocations");
    return send(HttpClient.newHttpClient(), HttpRequest.newBuilder(uri).header("X-Amz-Log-Type", "Tail")
        .POST(HttpRequest.BodyPublishers.ofString(payload)).build());
  }

  private static JsonNode found(String group, String text) {
    return json("logs", "Logs_20140328.FilterLogEvents",
        LocalJson.text(LocalJson.object().put("logGroupName", group).put("filterPattern", "\"" + text + "\""))).get("events");
  }

  @Test
  void reportsABodyThatIsNotJson() {
    HttpClient http = HttpClient.newHttpClient();
    for (String body : List.of("{\"a\": ", "not json", "[]")) {
      HttpResponse<String> answer = send(http, own("Describe", body));
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(LocalJson.parse(answer.body()).get("__type").asText()).isEqualTo("SerializationException");
    }
    HttpResponse<String> good = send(http, own("Describe", "{}"));
    assertThat(good.headers().firstValue("content-type")).contains("application/x-amz-json-1.1");
    assertThat(UUID.fromString(good.headers().firstValue("x-amzn-requestid").orElseThrow())).isNotNull();
    HttpResponse<String> payload = invoke("Echo", "not json");
    assertThat(payload.statusCode()).isEqualTo(400);
    assertThat(payload.headers().firstValue("x-amzn-errortype")).contains("InvalidRequestContentException");
  }

  private static ObjectNode wait(int heartbeat, int limit) {
    return LocalJson.object().put("case", "wait").put("heartbeat", heartbeat).put("limit", limit);
  }

  private static ObjectNode map(String items, int tolerated) {
    String key = "items/" + UUID.randomUUID() + ".json";
    clients.s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(items));
    return LocalJson.object().put("case", "map").put("key", key).put("tolerated", tolerated);
  }

  /** The errors of the failed children of an execution's Distributed Map. */
  private static String failures(DescribeExecutionResponse execution) {
    String run = clients.states.listMapRuns(request -> request.executionArn(execution.executionArn())).mapRuns().getFirst().mapRunArn();
    return text("results/" + run.substring(run.lastIndexOf(':') + 1) + "/FAILED_0.json");
  }

  private static JsonNode object(String key) {
    return LocalJson.parse(text(key));
  }

  private static String text(String key) {
    return clients.s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
  }

  private static String awaitToken(String name) throws InterruptedException {
    until(() -> {
      DescribeExecutionResponse execution = clients.states.describeExecution(request -> request.executionArn(arn(name)));
      assertThat(execution.status()).as(execution.error() + ": " + execution.cause()).isEqualTo(ExecutionStatus.RUNNING);
      return !clients.stored(table, name).isEmpty();
    });
    return clients.stored(table, name);
  }

  private static List<HistoryEventType> history(String name) {
    return clients.states.getExecutionHistory(request -> request.executionArn(arn(name))).events().stream()
        .map(event -> event.type()).toList();
  }

  private static String start(ObjectNode input) {
    String name = UUID.randomUUID().toString();
    clients.states.startExecution(request -> request.stateMachineArn(stack.outputs().get("Machine")).name(name).input(LocalJson.text(input)));
    return name;
  }

  private static String arn(String name) {
    return stack.outputs().get("Machine").replace(":stateMachine:", ":execution:") + ":" + name;
  }

  private static DescribeExecutionResponse end(String name) {
    try {
      until(() -> clients.states.describeExecution(request -> request.executionArn(arn(name))).status() != ExecutionStatus.RUNNING);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return clients.states.describeExecution(request -> request.executionArn(arn(name)));
  }

  private static DescribeExecutionResponse run(ObjectNode input) {
    return end(start(input));
  }

  private static String output(DescribeExecutionResponse execution) {
    return execution.output() == null ? "" : LocalJson.parse(execution.output()).toString();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(50);
    }
  }

  private static HttpResponse<String> invoke(String logicalId, String payload) {
    URI uri = cloud.endpoint().resolve("/2015-03-31/functions/" + stack.ref(logicalId).orElseThrow() + "/invocations");
    return send(HttpClient.newHttpClient(), HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(payload)).build());
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

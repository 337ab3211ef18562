package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.dms.ObservedLag;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import dev.tideway.lambda.JudgeVerificationHandler.Judged;
import dev.tideway.run.Deadline;
import dev.tideway.run.LogContext;
import dev.tideway.run.Run;
import dev.tideway.verify.Repairs;
import dev.tideway.verify.VerificationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

import static org.assertj.core.api.Assertions.assertThat;

/** What a function call writes to the log. */
final class LogsTest {
  private static final Logger LOG = LoggerFactory.getLogger(LogsTest.class);
  private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:tideway-migration:1";
  private static final Run RUN = new Run("orders", EXECUTION, 1, "migrations/orders/1");
  private static final Repairs.Offered NO_REPAIR =
      Json.read("{\"offer\":\"none\",\"tables\":0,\"rows\":0,\"statements\":0,\"plan\":\"\"}", Repairs.Offered.class);
  private static final String TRACE = "com.amazonaws.xray.traceHeader";
  private static final String CALL =
      "{\"run\":{\"migration\":\"orders\",\"execution\":\"" + EXECUTION + "\",\"fence\":1,\"prefix\":\"p\"},\"state\":\"Load: Judge\",\"action\":\"%s\"}";

  @AfterEach
  void noTrace() {
    System.clearProperty(TRACE);
  }

  /** Returns the output that the test gave. */
  private static final class Answering extends Handler<JsonNode, Object> {
    private final Object answer;

    Answering(Object answer) {
      super(JsonNode.class);
      this.answer = answer;
    }

    @Override
    public Object handle(JsonNode input, Deadline deadline) {
      return answer;
    }
  }

  private static List<JsonNode> answered(Object answer) {
    return LogLines.of(
        () -> {
          PowertoolsLogging.initializeLogging(LogLines.context());
          LogContext.of(RUN, "Verify: Judge").enter();
          try {
            new Answering(answer).handle("{}".getBytes(StandardCharsets.UTF_8), new ByteArrayOutputStream(), () -> Duration.ofMinutes(1));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            PowertoolsLogging.clearState(true);
          }
        });
  }

  /** Names, units and values; every name in a metric is a member of the line. */
  private static Map<String, Object> metric(JsonNode line, String name) {
    JsonNode block = line.at("/_aws/CloudWatchMetrics/0");
    assertThat(block.at("/Namespace").asText()).isEqualTo("Tideway");
    assertThat(line.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
    block.at("/Dimensions/0").forEach(dimension -> assertThat(line.path(dimension.asText()).isTextual()).as(dimension.asText()).isTrue());
    JsonNode metric = block.at("/Metrics").valueStream().filter(m -> m.get("Name").asText().equals(name)).findFirst().orElseThrow();
    return Map.of("unit", metric.get("Unit").asText(), "value", line.get(name).asDouble(), "dimensions", block.get("Dimensions").toString());
  }

  @Test
  void everyLineNamesItsMigration() {
    System.setProperty(TRACE, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
    JsonNode line = LogLines.of(new ControlFunction(), CALL.formatted("nobody")).getFirst();
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(Instant.parse(line.get("timestamp").asText())).isAfter(Instant.EPOCH);
    assertThat(line.get("message").asText()).contains("TW-E093").contains("nobody");
    assertThat(line.get("logger").asText()).isEqualTo(ActionsFunction.class.getName());
    assertThat(line.get("migration").asText()).isEqualTo("orders");
    assertThat(line.get("execution").asText()).isEqualTo(EXECUTION);
    assertThat(line.get("phase").asText()).isEqualTo("Load");
    assertThat(line.get("state").asText()).isEqualTo("Load: Judge");
    assertThat(line.get("code").asText()).isEqualTo("TW-E093");
    assertThat(line.get("service").asText()).isEqualTo("tideway");
    assertThat(line.get("function_name").asText()).isEqualTo("tideway-function");
    assertThat(line.get("function_request_id").asText()).isEqualTo("request-1");
    assertThat(line.get("function_memory_size").asInt()).isEqualTo(512);
    assertThat(line.get("cold_start").isBoolean()).isTrue();
    assertThat(line.get("xray_trace_id").asText()).isEqualTo("1-5759e988-bd862e3fe1be46a994272793");
  }

  @Test
  void threadsOfACallInheritItsContext() {
    List<JsonNode> lines =
        LogLines.of(
            () ->
                LogContext.of(RUN, "Verify: Compare batch")
                    .during(
                        () -> {
                          try {
                            Thread.ofVirtual().start(() -> LOG.info("of a thread")).join();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));
    assertThat(lines).singleElement().satisfies(line -> assertThat(line.get("state").asText()).isEqualTo("Verify: Compare batch"));
    assertThat(LogLines.of(() -> LOG.info("later"))).singleElement().satisfies(line -> assertThat(line.has("state")).isFalse());
  }

  @Test
  void nothingOfACallIsLeftForTheNextCall() {
    assertThat(LogLines.of(new ControlFunction(), CALL.formatted("nobody"))).isNotEmpty();
    JsonNode next = LogLines.of(new ControlFunction(), "{}").getFirst();
    assertThat(next.has("migration")).isFalse();
    assertThat(next.has("state")).isFalse();
  }

  @Test
  void writesWhereAnExceptionComesFromButNotItsText() {
    SQLException sql = new SQLException("Duplicate entry 'the value of a row' for key 'PRIMARY'");
    MigrationFailed ours = new MigrationFailed(ErrorCode.DEFECT, "said by us", sql);
    List<JsonNode> lines = LogLines.of(() -> LOG.error("met {}", "it", ours));
    assertThat(lines).singleElement().satisfies(line -> {
      assertThat(line.get("message").asText()).isEqualTo("met it");
      assertThat(line.at("/error/name").asText()).isEqualTo(MigrationFailed.class.getName());
      assertThat(line.at("/error/message").asText()).contains("said by us");
      assertThat(line.at("/error/stack/0").asText()).contains("LogsTest");
      assertThat(line.at("/error/cause/name").asText()).isEqualTo(SQLException.class.getName());
      assertThat(line.toString()).doesNotContain("the value of a row");
    });
  }

  @Test
  void countsFailuresByCode() {
    List<JsonNode> lines = LogLines.of(new ControlFunction(), CALL.formatted("nobody"));
    assertThat(lines).hasSize(2);
    assertThat(metric(lines.getLast(), "FunctionErrors")).isEqualTo(Map.of("unit", "Count", "value", 1.0, "dimensions", "[[\"service\",\"code\"]]"));
    assertThat(lines.getLast().get("code").asText()).isEqualTo("TW-E093");
    assertThat(lines.getLast().get("migration").asText()).isEqualTo("orders");
    assertThat(lines.getLast().get("state").asText()).isEqualTo("Load: Judge");
  }

  @Test
  void measuresWhatAnOutputContains() {
    String dimensions = "[[\"service\",\"migration\"]]";
    JsonNode judged = answered(new Judged(1200, 3, 2, 0, 0, VerificationResult.Verdict.different, Instant.EPOCH, NO_REPAIR)).getFirst();
    assertThat(metric(judged, "RowsVerified")).isEqualTo(Map.of("unit", "Count", "value", 1200.0, "dimensions", dimensions));
    assertThat(metric(judged, "Mismatches")).isEqualTo(Map.of("unit", "Count", "value", 2.0, "dimensions", dimensions));
    assertThat(judged.get("migration").asText()).isEqualTo("orders");
    assertThat(judged.get("service").asText()).isEqualTo("tideway");
    assertThat(judged.get("execution").asText()).isEqualTo(EXECUTION);
    assertThat(judged.get("phase").asText()).isEqualTo("Verify");

    JsonNode lag = answered(new ObservedLag(OptionalDouble.of(4.5), Instant.EPOCH)).getFirst();
    assertThat(metric(lag, "ReplicationLag")).isEqualTo(Map.of("unit", "Seconds", "value", 4.5, "dimensions", dimensions));
    assertThat(answered(new ObservedLag(OptionalDouble.empty(), Instant.EPOCH))).isEmpty();

    JsonNode downtime = answered(new AnnounceHandler.Output(Optional.of(21.1))).getFirst();
    assertThat(metric(downtime, "WriteDowntime")).isEqualTo(Map.of("unit", "Seconds", "value", 21.1, "dimensions", dimensions));
    assertThat(answered(new AnnounceHandler.Output(Optional.empty()))).isEmpty();
  }

  @Test
  void measuresEachWaitUnderItsOwnMigration() {
    Run other = new Run("billing", EXECUTION + "2", 1, "migrations/billing/2");
    List<JsonNode> lines =
        answered(new ObserveHandler.Output(2, List.of(new ObserveHandler.Age(RUN, "Load: Await end", 60), new ObserveHandler.Age(other, "Approve: Await approval", 90))));
    assertThat(lines).extracting(line -> line.get("migration").asText()).containsExactly("orders", "billing");
    assertThat(lines).extracting(line -> line.get("state").asText()).containsExactly("Load: Await end", "Approve: Await approval");
    assertThat(lines).extracting(line -> metric(line, "WaitAge").get("value")).containsExactly(60.0, 90.0);
  }

  @Test
  void findsTheContextOfACallOfAnyCaller() {
    assertThat(of("{\"request\":{\"name\":\"orders\"},\"execution\":\"e\",\"state\":\"Plan: Validate\"}")).isEqualTo(new LogContext("orders", "e", "Plan", "Plan: Validate"));
    assertThat(of("{\"migration\":\"orders\",\"approve\":true}")).isEqualTo(new LogContext("orders", "", "", ""));
    assertThat(of("{\"detail\":{\"migration\":\"orders\",\"execution\":\"e\",\"phase\":\"Load\"}}")).isEqualTo(new LogContext("orders", "e", "Load", ""));
    assertThat(of("{\"requestPayload\":" + Json.write(Map.of("run", RUN, "state", "Index: Await")) + "}")).isEqualTo(LogContext.of(RUN, "Index: Await"));
    assertThat(of("no JSON")).isEqualTo(new LogContext("", "", "", ""));
  }

  private static LogContext of(String payload) {
    return PayloadContext.of(ActionsFunction.read(payload.getBytes(StandardCharsets.UTF_8)));
  }
}

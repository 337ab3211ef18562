package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.dms.LoadResult;
import dev.tideway.json.Json;
import dev.tideway.operations.Report;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ReportHandlerTest {
  private static final Run RUN = new Run("orders", "arn:aws:states:eu-west-1:123456789012:execution:m:e", 1, "migrations/orders/e");
  private static final Instant NOW = Instant.parse("2026-11-23T00:10:00Z");

  private final MemoryObjects objects = new MemoryObjects();
  private final Workspace files = new Workspace(objects, RUN);

  private JsonNode report(String failure) throws IOException {
    String payload =
        "{\"run\":" + Json.write(RUN) + ",\"status\":\"failed\",\"started\":\"2026-11-23T00:00:00Z\",\"failure\":" + failure + "}";
    MemoryLocks locks = new MemoryLocks();
    locks.acquire("orders", RUN.execution(), "s", RUN.prefix());
    locks.began("orders", 1, new Locks.PhaseStart("Load", Instant.parse("2026-11-23T00:04:00Z")));
    locks.began("orders", 1, new Locks.PhaseStart("Plan", Instant.parse("2026-11-23T00:00:01Z")));
    new ReportHandler(objects, locks, Clock.fixed(NOW, ZoneOffset.UTC))
        .handle(payload.getBytes(StandardCharsets.UTF_8), new ByteArrayOutputStream(), () -> Duration.ofMinutes(5));
    return objects.read(files.key(Report.FILE), JsonNode.class);
  }

  private String page() {
    return objects.get(files.key(Report.PAGE)).orElseThrow();
  }

  @Test
  void saysWhatAPersonDoesNext() throws IOException {
    JsonNode report = report("{\"phase\":\"Load\",\"code\":\"TW-E030\",\"error\":\"E\",\"cause\":\"it broke\",\"nextStep\":\"Repair it.\"}");
    assertThat(report.at("/failure/code").asText()).isEqualTo("TW-E030");
    assertThat(report.at("/phases").findValuesAsText("name")).containsExactly("Plan", "Load");
    assertThat(report.at("/phases").findValues("seconds")).extracting(JsonNode::asDouble).containsExactly(239.0, 360.0);
    assertThat(page()).contains("Failed in phase Load: TW-E030 E", "Next: Repair it.");
  }

  /** The input if the state that classifies the error has failed too. */
  @Test
  void isWrittenForAFailureThatWasNotClassified() throws IOException {
    JsonNode report = report("{\"phase\":\"Load\",\"error\":\"Runtime.ExitError\",\"cause\":\"it broke\"}");
    assertThat(report.at("/failure/cause").asText()).isEqualTo("it broke");
    assertThat(page()).contains("Failed in phase Load: Runtime.ExitError", "Next: see the cause");
  }

  @Test
  void isWrittenWithoutAFileThatCannotBeRead() throws IOException {
    objects.put(RUN.key("instance.json"), "{\"arn\":\"arn\"}", "application/json");
    objects.put(RUN.key("verification-full-1.json"), "{}", "application/json");
    files.write(LoadResult.FILE, new LoadResult(List.of(), List.of()));
    JsonNode report = report("{\"phase\":\"Load\",\"error\":\"E\",\"cause\":\"it broke\"}");
    assertThat(report.has("engine")).isFalse();
    assertThat(report.get("tables")).isEmpty();
    assertThat(report.at("/load/tables").isArray()).isTrue();
  }
}

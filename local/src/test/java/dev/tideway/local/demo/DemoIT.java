package dev.tideway.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.Checkout;
import dev.tideway.local.EndToEnd;
import dev.tideway.local.Tideway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command in its own process, as people run it. */
@EndToEnd
final class DemoIT {
  @TempDir private Path folder;

  @Test
  void migratesAndSumsUp() throws Exception {
    Path summary = folder.resolve("summary.json");
    Process demo = start("--rows", "2000", "--summary", summary.toString());
    List<String> lines = lines(demo, "no line says this");
    assertThat(demo.waitFor()).as(String.join("\n", lines)).isZero();

    assertThat(String.join("\n", lines)).contains("== Plan", "== Load", "== Verify", "== Cutover", "Approved the cutover", "SNS", "Write downtime");
    JsonNode json = Json.read(Files.readString(summary), JsonNode.class);
    assertThat(json.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(json.get("tables").asInt()).isEqualTo(12);
    assertThat(json.get("rows").asLong()).isGreaterThan(1000);
    assertThat(json.get("mismatches").asLong()).isZero();
    assertThat(json.get("historyEvents").asInt()).isBetween(100, 499);
    assertThat(json.get("writeDowntimeSeconds").asDouble()).isPositive();
    assertThat(json.get("phases").findValuesAsText("name")).startsWith("Plan", "Prepare", "Load", "Index", "Replicate", "Verify");
    assertThat(Files.readString(Path.of(json.get("report").asText()))).contains("Finished");
    assertThat(json.get("source").asText()).startsWith("jdbc:mysql://127.0.0.1:");
  }

  @Test
  void leavesNoProcessBehindAfterControlC() throws Exception {
    Process demo = start("--rows", "2000");
    lines(demo, "== Plan");
    Thread.ofVirtual().start(() -> drain(demo));
    Set<ProcessHandle> started = new HashSet<>(demo.descendants().toList());
    assertThat(started).hasSizeGreaterThanOrEqualTo(3);
    new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).inheritIO().start().waitFor();
    demo.waitFor();
    CompletableFuture.allOf(started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new)).join();
    assertThat(started).noneMatch(ProcessHandle::isAlive);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dtideway.home=" + Checkout.root(),
        "-cp", System.getProperty("java.class.path"),
        Tideway.class.getName(),
        "demo"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The output is not read any more, and a full pipe would stop the process. */
  private static void drain(Process process) {
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the process has ended
    }
  }

  /** Its output, until a line contains the text or the output ends. */
  private static List<String> lines(Process process, String until) throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.contains(until)) {
        return lines;
      }
    }
    return lines;
  }
}

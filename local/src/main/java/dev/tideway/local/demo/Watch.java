package dev.tideway.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.LocalApplication;
import dev.tideway.local.cloud.AwsError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Watches one execution from the outside: its phase, and the DMS statistics of each table. */
final class Watch {
  private final LocalApplication application;
  private final String execution;
  private final Screen screen;
  private final Map<String, String> tables = new HashMap<>();
  private String state = "";
  private String phase = "";

  Watch(LocalApplication application, String execution, Screen screen) {
    this.application = application;
    this.execution = execution;
    this.screen = screen;
  }

  /** Polls once, prints what is new, and returns the state of the execution. */
  String look() throws AwsError {
    List<HistoryEvent> events = application.history(execution);
    Optional<String> last =
        events.reversed().stream()
            .filter(e -> e.type() == HistoryEventType.TASK_STATE_ENTERED || e.type() == HistoryEventType.MAP_STATE_ENTERED)
            .map(e -> e.stateEnteredEventDetails().name())
            .filter(name -> name.contains(": "))
            .findFirst();
    last.ifPresent(this::stateEntered);
    if (phase.equals("Load") || phase.equals("Replicate")) {
      tables();
    }
    return state;
  }

  private void stateEntered(String name) {
    if (!name.equals(state)) {
      state = name;
      String now = name.substring(0, name.indexOf(": "));
      if (!now.equals(phase)) {
        phase = now;
        screen.print("== " + phase);
      }
    }
  }

  private void tables() throws AwsError {
    JsonNode described = application.dms().call("DescribeReplicationTasks", Json.object());
    for (JsonNode task : described.path("ReplicationTasks")) {
      JsonNode statistics =
          application.dms().call("DescribeTableStatistics", Json.object().put("ReplicationTaskArn", task.get("ReplicationTaskArn").asText()));
      for (JsonNode table : statistics.path("TableStatistics")) {
        table(table);
      }
    }
  }

  /** Only the full load prints a line for each table; the later writes would fill the screen. */
  private void table(JsonNode table) {
    String name = table.path("SchemaName").asText() + "." + table.path("TableName").asText();
    String line = table.path("TableState").asText() + ", " + table.path("FullLoadRows").asLong() + " rows";
    String before = tables.put(name, line);
    if (!line.equals(before) && !line.startsWith("Before load")) {
      screen.print("   " + name + ": " + line);
    }
  }
}

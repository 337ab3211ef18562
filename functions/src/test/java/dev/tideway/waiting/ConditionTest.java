package dev.tideway.waiting;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ConditionTest {
  @Test
  void everyConditionOfTheStateMachineIsKnownAndEveryKnownOneIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    for (JsonNode condition : machine().findValues("condition")) {
      used.add(condition.get("type").asText());
    }
    assertThat(used).isEqualTo(names(Condition.class));
  }

  @Test
  void everyGuardOfTheStateMachineIsKnown() throws IOException {
    for (JsonNode guards : machine().findValues("guards")) {
      guards.forEach(guard -> assertThat(names(Guard.class)).contains(guard.get("type").asText()));
    }
  }

  @Test
  void aStoredWaitIsReadBackAsItWas() {
    Instant now = Instant.parse("2026-11-23T10:00:00.123456Z");
    List<Condition> conditions =
        List.of(
            new Condition.InstanceAvailable("i"),
            new Condition.ConnectionsTested(List.of(new Condition.Tested("e", "i", now))),
            new Condition.LoadEnded(List.of("t")),
            new Condition.ReloadEnded(List.of("t")),
            new Condition.TablesComplete(List.of("t"), now),
            new Condition.IndexesBuilt(),
            new Condition.CaughtUp(List.of("t"), 5, 3),
            new Condition.Approved(),
            new Condition.Frozen(),
            new Condition.Drained(List.of("t"), "b.1:2"),
            new Condition.TasksStopped(List.of("t")),
            new Condition.Deleted(List.of("task|t")));
    assertThat(conditions).hasSameSizeAs(names(Condition.class));
    for (Condition condition : conditions) {
      Wait wait =
          new Wait(
              new Run("m", "e", 1, "p"), "s", "t", condition, List.of(new Guard.TasksHealthy(List.of("t"))), now, now, new Wait.Samples(now, 2),
              Optional.of(new Wait.Asked("l", now, true, "3 of 9 indexes built")), 7);
      assertThat(Json.read(Json.write(wait), Wait.class)).isEqualTo(wait);
    }
  }

  private static Set<String> names(Class<?> type) {
    return Arrays.stream(type.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode machine() throws IOException {
    return Json.read(Files.readString(Path.of("..", "statemachine", "migration.asl.json")), JsonNode.class);
  }
}

package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.lambda.Action;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions ignore unknown members, so that releases can read each other's payloads. Within one release, the state machine passes exactly what its
 * functions read.
 */
final class PayloadsTest {
  private final Map<String, JsonNode> payloads = new TreeMap<>();

  PayloadsTest() {
    Stream.of("migration", "verification").map(Repository::stateMachine).forEach(this::collect);
  }

  private void collect(JsonNode states) {
    states.path("States").properties().forEach(state -> state(state.getKey(), state.getValue()));
  }

  private void state(String name, JsonNode state) {
    JsonNode payload = state.at("/Arguments/Payload");
    if (payload.isObject()) {
      payloads.put(state.at("/Arguments/FunctionName").asText() + " " + name, payload);
    }
    state.path("Branches").forEach(this::collect);
    collect(state.path("ItemProcessor"));
  }

  /** What every call passes: the action, and the context of its log lines. */
  private static final Set<String> FOR_THE_FUNCTION = Set.of("action", "run", "state");

  @Test
  void everyStatePassesWhatItsFunctionTakesAndNothingElse() throws ClassNotFoundException {
    assertThat(payloads).hasSizeGreaterThan(40);
    for (Map.Entry<String, JsonNode> payload : payloads.entrySet()) {
      Set<String> passed = new TreeSet<>();
      payload.getValue().fieldNames().forEachRemaining(passed::add);
      List<RecordComponent> components = components(Repository.action(payload.getKey().replaceFirst("^\\$\\{(\\w+)Arn}.*", "$1"), payload.getValue()));
      Set<String> taken = components.stream().map(RecordComponent::getName).collect(Collectors.toSet());
      passed.removeIf(member -> FOR_THE_FUNCTION.contains(member) && !taken.contains(member));
      assertThat(taken).as(payload.getKey()).containsAll(passed);
      assertThat(passed).as(payload.getKey()).containsAll(components.stream().filter(c -> !mayBeMissing(c.getType())).map(RecordComponent::getName).toList());
    }
  }

  private static boolean mayBeMissing(Class<?> type) {
    return Stream.of(Optional.class, Collection.class, Map.class).anyMatch(t -> t.isAssignableFrom(type));
  }

  private static List<RecordComponent> components(Action action) throws ClassNotFoundException {
    ParameterizedType type = (ParameterizedType) Repository.handler(action).getGenericSuperclass();
    return List.of(((Class<?>) type.getActualTypeArguments()[0]).getRecordComponents());
  }
}

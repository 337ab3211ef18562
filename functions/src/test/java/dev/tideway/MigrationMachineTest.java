package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The order of a migration's states, and how it calls the verification. */
final class MigrationMachineTest {
  private final JsonNode machine = Repository.stateMachine("migration");

  @Test
  void loadsTablesWithoutAKeyBetweenTheDrainAndTheLastComparison() {
    JsonNode top = machine.get("States");
    assertThat(top.at("/Cutover: Await drain/Next").asText()).isEqualTo("Cutover: Tables without a key?");
    assertThat(top.at("/Cutover: Tables without a key?/Choices").findValuesAsText("Next"))
        .containsExactly("Cutover: Load tables without a key", "Cutover: Repair cascades");
    List<String> path = new ArrayList<>();
    for (String name = "Cutover: Load tables without a key"; top.get(name).has("Next"); name = top.get(name).get("Next").asText()) {
      path.add(name);
    }
    assertThat(path)
        .containsExactly("Cutover: Load tables without a key", "Cutover: Await tables without a key", "Cutover: Judge tables without a key");
    assertThat(top.at("/Cutover: Tables without a key complete?/Choices").findValuesAsText("Next"))
        .containsExactly("Cutover: Repair cascades", "Cutover: Load tables without a key", "Fail: Classify");
    assertThat(top.at("/Cutover: Await tables without a key/TimeoutSeconds").asText()).contains("freezeLimitSeconds");
  }

  /** The verification succeeds with a verdict or with an error, which the migration then raises as its own. */
  @Test
  void raisesTheErrorOfAVerificationThatHasNoVerdict() {
    JsonNode top = machine.get("States");
    for (String phase : List.of("Verify", "Cutover")) {
      JsonNode compare = top.get(phase + ": Compare");
      assertThat(compare.get("Resource").asText()).endsWith(":::states:startExecution.sync:2");
      assertThat(compare.at("/Assign/verification").asText()).isEqualTo("{% $states.result.Output %}");
      assertThat(compare.get("Next").asText()).isEqualTo(phase + ": Equal?");
      JsonNode failed = top.at("/" + phase + ": Equal?/Choices").valueStream().filter(c -> c.get("Condition").asText().contains("'failed'")).findFirst().orElseThrow();
      assertThat(failed.at("/Assign/failure/error").asText()).isEqualTo("{% $verification.error %}");
      assertThat(failed.at("/Assign/failure/cause").asText()).isEqualTo("{% $verification.cause %}");
      assertThat(failed.get("Next").asText()).isEqualTo("Fail: Classify");
    }
  }

  /** In the console and in every log line, a state's name alone says where it is. */
  @Test
  void sharesNoStateNameWithTheVerification() {
    Set<String> names = new HashSet<>();
    Stream.of("migration", "verification").forEach(name -> Repository.stateMachine(name).get("States").fieldNames().forEachRemaining(state -> assertThat(names.add(state)).as(state).isTrue()));
  }
}

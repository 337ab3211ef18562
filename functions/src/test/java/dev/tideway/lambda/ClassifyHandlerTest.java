package dev.tideway.lambda;

import dev.tideway.aws.Stored;
import dev.tideway.error.TransientFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class ClassifyHandlerTest {
  @ParameterizedTest
  @CsvSource({
    "own-error, TW-E074",
    "plan-blocked, TW-E011",
    "timeout, TW-E090",
    "function-timeout, TW-E090",
    "unreachable, TW-E166",
    "out-of-memory, TW-E091",
    "denied-machine, TW-E095",
    "denied-call, TW-E095",
    "expression, TW-E092",
    "defect, TW-E093"
  })
  void givesEveryErrorACodeACauseAndANextStep(String name, String code) {
    ClassifyHandler.Output output = classify(name);
    assertThat(output.code()).isEqualTo(code);
    assertThat(output.cause()).isNotBlank().doesNotContain("stackTrace").doesNotStartWith("TW-");
    assertThat(output.nextStep()).isNotBlank();
  }

  @Test
  void keepsTheTextOfItsOwnErrors() {
    assertThat(classify("own-error").cause()).isEqualTo("task tideway-shop-1 is failed (Stop Reason FATAL_ERROR)");
    assertThat(classify("plan-blocked").cause()).startsWith("2 blockers\nTW-P050 shop.t");
  }

  @Test
  void distinguishesErrorsThatPassByThemselvesFromADefect() {
    assertThat(TransientFailure.ERROR_NAMES)
        .contains("Lambda.ResourceNotReadyException", "Lambda.ENILimitReachedException")
        .allSatisfy(
            error -> {
              ClassifyHandler.Input input = new ClassifyHandler.Input(Optional.empty(), error, "The operation cannot be performed at this time.", "Cutover");
              assertThat(new ClassifyHandler().handle(input, () -> Duration.ofMinutes(1)).code()).as(error).isEqualTo("TW-E002");
            });
  }

  @Test
  void keepsACodeThatOnlyALaterReleaseHas() {
    ClassifyHandler.Input input =
        new ClassifyHandler.Input(Optional.empty(), "dev.tideway.error.MigrationFailed", "{\"errorMessage\": \"TW-E998: the follower lost its place\\nat 12\"}", "Cutover");

    ClassifyHandler.Output output = new ClassifyHandler().handle(input, () -> Duration.ofMinutes(1));

    assertThat(output.code()).isEqualTo("TW-E998");
    assertThat(output.cause()).isEqualTo("the follower lost its place\nat 12");
    assertThat(output.nextStep()).contains("docs/errors.md", "TW-E998");
  }

  private static ClassifyHandler.Output classify(String name) {
    ClassifyHandler.Input input =
        Stored.read(name, ClassifyHandlerTest.class.getResourceAsStream("/events/control/" + name + ".json"), ClassifyHandler.Input.class);
    return new ClassifyHandler().handle(input, () -> Duration.ofMinutes(1));
  }
}

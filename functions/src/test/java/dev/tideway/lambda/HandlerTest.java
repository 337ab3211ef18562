package dev.tideway.lambda;

import dev.tideway.aws.SecretReader;
import dev.tideway.error.MigrationFailed;
import dev.tideway.run.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class HandlerTest {
  private final AtomicInteger handled = new AtomicInteger();

  /** Needs a name. */
  private record Input(String name) {}

  /** Counts. */
  private final class Function extends Handler<Input, Integer> {
    Function() {
      super(Input.class);
    }

    @Override
    public Integer handle(Input input, Deadline deadline) {
      if (input.name().equals("secret")) {
        throw new SecretReader.UnusableSecret("the secret arn has no \"password\"", null);
      }
      return input.name().isEmpty() ? input.name().substring(1).length() : handled.incrementAndGet();
    }
  }

  private String call(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Function().handle(input.getBytes(StandardCharsets.UTF_8), out, () -> Duration.ofMinutes(1));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void returnsWhatItCounts() throws IOException {
    assertThat(call("{\"name\":\"a\"}")).isEqualTo("1");
  }

  @Test
  void namesWhatIsMissing() {
    for (String input : List.of("{\"warm\":true}", "{}")) {
      assertThatThrownBy(() -> call(input)).isInstanceOf(MigrationFailed.class).hasMessageContaining("/name is missing");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void reportsADefectsPlaceAndNotJavasMessage() {
    assertThatThrownBy(() -> call("{\"name\":\"\"}"))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageMatching("TW-E093: Function failed in an unexpected way: StringIndexOutOfBoundsException at HandlerTest\\.java:\\d+")
        .hasNoCause();
  }

  @Test
  void namesTheSecretThatCannotBeUsed() {
    assertThatThrownBy(() -> call("{\"name\":\"secret\"}")).isInstanceOf(MigrationFailed.class).hasMessage("TW-E167: the secret arn has no \"password\"");
  }
}

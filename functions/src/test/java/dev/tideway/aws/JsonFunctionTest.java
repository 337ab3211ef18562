package dev.tideway.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JsonFunctionTest {
  private final AtomicInteger handled = new AtomicInteger();

  /** Needs a name. */
  private record Input(String name) {}

  /** Counts. */
  private final class Function extends JsonFunction<Input, Integer> {
    Function() {
      super(Input.class);
    }

    @Override
    protected Integer handle(Input input, Deadline deadline) {
      return handled.incrementAndGet();
    }
  }

  private String call(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Function().handleRequest(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, null);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void doesNothingWhenItIsOnlyWarmedUp() throws IOException {
    assertThat(call(JsonFunction.WARM_UP)).isEqualTo("{}");
    assertThat(handled).hasValue(0);
  }

  @Test
  void takesNothingElseForAWarmUp() {
    assertThatThrownBy(() -> call("{\"warm\":true,\"name\":\"x\"}")).isInstanceOf(UncheckedIOException.class).hasMessageContaining("warm");
    assertThatThrownBy(() -> call("{\"warm\":false}")).isInstanceOf(UncheckedIOException.class);
    assertThat(handled).hasValue(0);
  }
}

package dev.tideway.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class WarmHandlerTest {
  @Test
  void callsEveryFunctionAndIgnoresOneThatDoesNotAnswer() {
    Queue<String> called = new ConcurrentLinkedQueue<>();
    WarmHandler warm =
        new WarmHandler(
            List.of("a", "b", "c"),
            function -> {
              called.add(function);
              if (function.equals("b")) {
                throw new IllegalStateException("its network is being made");
              }
            });
    assertThat(warm.handle(new WarmHandler.Input(), () -> Duration.ofMinutes(1)).warm()).isEqualTo(2);
    assertThat(called).containsExactlyInAnyOrder("a", "b", "c");
  }
}

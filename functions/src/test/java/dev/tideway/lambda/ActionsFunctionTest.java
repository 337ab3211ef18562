package dev.tideway.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tideway.Repository;
import dev.tideway.error.MigrationFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ActionsFunctionTest {
  private static String call(ActionsFunction function, String payload) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), out, LogLines.context());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void carriesOutTheActionThatThePayloadNames() throws IOException {
    String answer = call(new ControlFunction(), "{\"action\":\"classify\",\"phase\":\"Load\",\"error\":\"States.Timeout\",\"cause\":\"\"}");
    assertThat(answer).contains("TW-E090");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    for (String payload : new String[] {"{}", "{", "{\"action\":\"drift\"}", "{\"warm\":true,\"more\":1}"}) {
      assertThatThrownBy(() -> call(new ControlFunction(), payload))
          .isInstanceOf(MigrationFailed.class)
          .hasMessageContaining("ControlFunction was asked for the action")
          .hasMessageContaining("classify");
    }
  }

  /** Otherwise a definition that still calls a moved action here would silently run a different one. */
  @Test
  void refusesTheActionOfADifferentFunctionAlthoughItHasOnlyOne() {
    assertThatThrownBy(() -> call(new VerifyChunksFunction(), "{\"action\":\"applyRepair\"}"))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("VerifyChunksFunction was asked for the action \"applyRepair\"");
  }

  @Test
  void everyActionHasItsHandlerAndEveryHandlerItsAction() {
    assertThat(Action.values()).allSatisfy(action -> assertThat(Handler.class).isAssignableFrom(Repository.handler(action)));
    assertThat(Arrays.stream(Action.values()).map(Repository::handler)).doesNotHaveDuplicates();
  }

  @Test
  void lambdaCanCreateEveryFunction() {
    assertThat(Arrays.stream(Action.values()).map(Action::function).distinct())
        .allSatisfy(
            function -> {
              assertThat(Modifier.isPublic(function.getConstructor().getModifiers())).isTrue();
              // the runtime calls the method by reflection, and may not where the class that declares it is not public
              Class<?> declaring = function.getMethod("handleRequest", InputStream.class, OutputStream.class, Context.class).getDeclaringClass();
              assertThat(Modifier.isPublic(declaring.getModifiers())).as(declaring.getName()).isTrue();
            });
  }

  @Test
  void endsTheProcessWhenAnActionTakesLongerThanItMay() throws InterruptedException {
    CountDownLatch timedOut = new CountDownLatch(1);
    try (TimeLimit limit = TimeLimit.of("test", Duration.ofMillis(20), Duration.ofMinutes(1), timedOut::countDown)) {
      assertThat(timedOut.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(limit.within(() -> Duration.ofMinutes(1)).get()).isLessThanOrEqualTo(Duration.ZERO);
    }
  }

  @Test
  void leavesAnActionAloneThatIsDoneInTime() {
    CountDownLatch timedOut = new CountDownLatch(1);
    try (TimeLimit limit = TimeLimit.of("test", Duration.ofMinutes(2), Duration.ofMinutes(10), timedOut::countDown)) {
      assertThat(limit.within(() -> Duration.ofMinutes(10)).get()).isLessThanOrEqualTo(Duration.ofMinutes(2));
      assertThat(limit.within(() -> Duration.ofMinutes(1)).get()).isEqualTo(Duration.ofMinutes(1));
    }
    assertThat(timedOut.getCount()).isOne();
  }
}

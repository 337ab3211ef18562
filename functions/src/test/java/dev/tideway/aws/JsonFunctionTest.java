package dev.tideway.aws;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.tideway.error.MigrationFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
      return input.name().isEmpty() ? input.name().substring(1).length() : handled.incrementAndGet();
    }
  }

  /** What a function is told that may run for a minute. */
  private static final class AMinute implements Context {
    @Override
    public String getAwsRequestId() {
      return "request";
    }

    @Override
    public String getLogGroupName() {
      return "group";
    }

    @Override
    public String getLogStreamName() {
      return "stream";
    }

    @Override
    public String getFunctionName() {
      return "function";
    }

    @Override
    public String getFunctionVersion() {
      return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn:aws:lambda:eu-west-1:123456789012:function:function";
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 60_000;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 512;
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException();
    }
  }

  private String call(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Function().handleRequest(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, new AMinute());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void doesNothingWhenItIsOnlyWarmedUp() throws IOException {
    assertThat(call(JsonFunction.WARM_UP)).isEqualTo("{}");
    assertThat(handled).hasValue(0);
  }

  @Test
  void takesNothingElseForAWarmUp() {
    for (String input : List.of("{\"warm\":true,\"more\":1}", "{\"warm\":false}", "{}")) {
      assertThatThrownBy(() -> call(input)).isInstanceOf(MigrationFailed.class).hasMessageContaining("/name is missing");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void saysOfADefectWhereItIsAndNotWhatJavaSays() {
    assertThatThrownBy(() -> call("{\"name\":\"\"}"))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageMatching("TW-E093: Function met what nobody thought of: StringIndexOutOfBoundsException at JsonFunctionTest\\.java:\\d+")
        .hasCauseInstanceOf(StringIndexOutOfBoundsException.class);
  }
}

package dev.tideway.lambda;

import dev.tideway.run.Deadline;
import dev.tideway.run.Platform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Calls every function of the cutover once. This avoids a cold start, or a network setup after weeks without a call, while the source is frozen. A function that does not respond
 * does not stop the migration: its state calls it again.
 */
public final class WarmHandler extends Handler<WarmHandler.Input, WarmHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(WarmHandler.class);

  /** Longer than any of these functions needs to start, and shorter than this function's timeout. */
  private static final Duration START = Duration.ofSeconds(30);

  private final List<String> functions;
  private final Consumer<String> call;

  /** Creates the handler from its function's environment variables. */
  public WarmHandler() {
    this(List.of(Platform.variable("TIDEWAY_WARM").split(",")), calls());
  }

  public WarmHandler(List<String> functions, Consumer<String> call) {
    super(Input.class);
    this.functions = functions;
    this.call = call;
  }

  /** No input. */
  public record Input() {}

  /**
   * For the execution history.
   *
   * @param warm how many functions responded
   */
  public record Output(int warm) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    List<Future<Integer>> calls;
    // close() waits for all threads
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      calls = functions.stream().map(function -> threads.submit(() -> warm(function))).toList();
    }
    return new Output(calls.stream().mapToInt(Future::resultNow).sum());
  }

  private int warm(String function) {
    try {
      call.accept(function);
      return 1;
    } catch (RuntimeException e) {
      LOG.warn("{} does not answer yet: {}", function, e.getMessage());
      return 0;
    }
  }

  private static Consumer<String> calls() {
    LambdaClient lambda = Platform.configure(LambdaClient.builder(), START).build();
    return function -> {
      // the timeout is long: a second call while the first one starts would start a second process
      InvokeResponse response =
          lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(ActionsFunction.WARM_UP)).overrideConfiguration(o -> o.apiCallTimeout(START)));
      if (response.functionError() != null) {
        throw new IllegalStateException(response.payload().asUtf8String());
      }
    };
  }
}

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
 * Calls every function of the cutover once, so that none of them starts cold, or finds its network gone after weeks without a call, while the source
 * is frozen. A function that does not answer is no reason to stop: its state calls it again.
 */
public final class WarmHandler extends Handler<WarmHandler.Input, WarmHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(WarmHandler.class);

  /** Longer than any of them needs to start, shorter than this function may run. */
  private static final Duration START = Duration.ofSeconds(30);

  private final List<String> functions;
  private final Consumer<String> call;

  /** Wires the function from its environment. */
  public WarmHandler() {
    this(List.of(Platform.variable("TIDEWAY_WARM").split(",")), calls());
  }

  public WarmHandler(List<String> functions, Consumer<String> call) {
    super(Input.class);
    this.functions = functions;
    this.call = call;
  }

  /** Nothing to say. */
  public record Input() {}

  /**
   * For the history.
   *
   * @param warm how many functions answered
   */
  public record Output(int warm) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    List<Future<Integer>> calls;
    // closing waits for all of them
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
      // a second call while the first one starts would start another
      InvokeResponse response =
          lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(ActionsFunction.WARM_UP)).overrideConfiguration(o -> o.apiCallTimeout(START)));
      if (response.functionError() != null) {
        throw new IllegalStateException(response.payload().asUtf8String());
      }
    };
  }
}

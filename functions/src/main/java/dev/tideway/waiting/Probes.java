package dev.tideway.waiting;

import dev.tideway.json.Json;
import dev.tideway.run.Question;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Invokes the functions inside the VPC that evaluate conditions in a database. The answer arrives as an event. */
@FunctionalInterface
public interface Probes {
  void ask(Probe probe, Question question);

  /** Probes as asynchronous Lambda invocations. */
  final class Lambda implements Probes {
    private final LambdaClient lambda;
    private final Map<Probe, String> functions;

    Lambda(LambdaClient lambda, Map<Probe, String> functions) {
      this.lambda = lambda;
      this.functions = functions;
    }

    @Override
    public void ask(Probe probe, Question question) {
      lambda.invoke(
          r -> r.functionName(functions.get(probe)).invocationType(InvocationType.EVENT).payload(SdkBytes.fromUtf8String(Json.write(question))));
    }
  }
}

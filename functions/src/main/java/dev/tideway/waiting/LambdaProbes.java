package dev.tideway.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import dev.tideway.request.Run;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Probes as synchronous Lambda invocations. */
final class LambdaProbes implements Probes {
  /** What a probe throws when nothing will mend itself. */
  private static final Set<String> FINAL = Set.of(MigrationFailed.class.getName(), LockLost.class.getName());

  private final LambdaClient lambda;
  private final Map<World.Probe, String> functions;

  LambdaProbes(LambdaClient lambda, Map<World.Probe, String> functions) {
    this.lambda = lambda;
    this.functions = functions;
  }

  @Override
  public Verdict ask(World.Probe probe, Run run) {
    InvokeResponse answer =
        lambda.invoke(
            r -> r.functionName(functions.get(probe)).payload(SdkBytes.fromUtf8String(Json.write(Json.object().set("run", Json.tree(run))))));
    String payload = answer.payload().asUtf8String();
    if (answer.functionError() == null) {
      return Json.read(payload, Verdict.class);
    }
    JsonNode error = Json.read(payload, JsonNode.class);
    String message = error.path("errorMessage").asText(payload);
    return FINAL.contains(error.path("errorType").asText()) ? Verdict.failed(message) : Verdict.notYet("the database cannot be asked: " + message);
  }
}

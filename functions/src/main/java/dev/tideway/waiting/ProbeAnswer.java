package dev.tideway.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Stored;
import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.run.Question;
import dev.tideway.run.Verdict;
import java.util.Optional;
import java.util.Set;

/**
 * The invocation record of a probe, as Lambda sends it to the destination (AWS Lambda developer guide, "Capturing records of Lambda asynchronous invocations").
 *
 * @param question the probe's input
 * @param verdict the result; "not yet" if the function failed temporarily or was not run
 * @param slice whether the function completed its slice
 */
public record ProbeAnswer(Question question, Verdict verdict, boolean slice) {
  /** The exceptions of a probe that another try cannot solve. */
  private static final Set<String> FINAL = Set.of(MigrationFailed.class.getName(), LockLost.class.getName());

  /** The answer, if the event is an invocation record of a probe. */
  public static Optional<ProbeAnswer> in(JsonNode event) {
    if (!event.has("requestContext") || !event.has("requestPayload")) {
      return Optional.empty();
    }
    Question question = Stored.read("the question to a probe", event.get("requestPayload"), Question.class);
    String condition = event.at("/requestContext/condition").asText();
    JsonNode payload = event.path("responsePayload");
    if (condition.equals("Success")) {
      return Optional.of(new ProbeAnswer(question, Stored.read("the verdict of a probe", payload, Verdict.class), true));
    }
    String message = payload.path("errorMessage").asText("the function was not run (" + condition + ")");
    Verdict verdict =
        FINAL.contains(payload.path("errorType").asText()) ? Verdict.failed(message) : Verdict.notYet("the probe cannot query the database: " + message);
    return Optional.of(new ProbeAnswer(question, verdict, false));
  }
}

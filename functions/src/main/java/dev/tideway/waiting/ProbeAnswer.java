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
 * The end of a probe's invocation, as Lambda tells its destination (AWS Lambda developer guide, "Capturing records of Lambda
 * asynchronous invocations").
 *
 * @param question what was asked
 * @param verdict what came of it; a function that failed for the moment, or was not run, says "not yet"
 * @param slice whether the function worked to its end
 */
public record ProbeAnswer(Question question, Verdict verdict, boolean slice) {
  /** What a probe throws when nothing will mend itself. */
  private static final Set<String> FINAL = Set.of(MigrationFailed.class.getName(), LockLost.class.getName());

  /** The answer, if the event is one. */
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

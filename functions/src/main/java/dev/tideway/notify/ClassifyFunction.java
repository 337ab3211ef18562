package dev.tideway.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.error.Passing;
import dev.tideway.json.Json;
import dev.tideway.request.Run;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns whatever ended a phase into a code, a cause that people can read, and the next step. */
public final class ClassifyFunction extends JsonFunction<ClassifyFunction.Input, ClassifyFunction.Output> {
  private static final Pattern CODED = Pattern.compile("^(TW-E\\d{3}): (.*)", Pattern.DOTALL);
  private static final int CAUSE_CHARACTERS = 2000;

  /** Used by Lambda; needs nothing of its environment. */
  public ClassifyFunction() {
    super(Input.class);
  }

  /**
   * What the state machine passes.
   *
   * @param run the run, if there is a lock
   * @param error the error's name
   * @param cause its cause: Lambda's JSON, or text
   * @param phase the phase that failed
   */
  public record Input(Optional<Run> run, String error, String cause, String phase) {}

  /**
   * The failure, classified.
   *
   * @param code stable code, explained in docs/errors.md
   * @param error the error's name
   * @param cause what was found, without the code and without stack traces
   * @param nextStep what a person does
   */
  public record Output(String code, String error, String cause, String nextStep) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    String message = message(input.cause());
    Matcher coded = CODED.matcher(message);
    if (coded.find()) {
      String next = Advice.of(coded.group(1)).map(Advice::nextStep).orElse("See docs/errors.md under " + coded.group(1) + ".");
      return new Output(coded.group(1), input.error(), shortened(coded.group(2)), next);
    }
    Advice advice = advice(input.error(), message);
    return new Output(advice.code(), input.error(), shortened(message.isBlank() ? "no cause was given" : message), advice.nextStep());
  }

  /** AWS's own error names (Step Functions developer guide, "Handling errors"; Lambda developer guide, "Invocation errors"). */
  private static Advice advice(String error, String message) {
    return switch (error) {
      case "States.Timeout", "States.HeartbeatTimeout", "Sandbox.Timedout" -> Advice.TIMEOUT;
      case "States.Permissions" -> Advice.DENIED;
      case "Runtime.ExitError", "Lambda.Unknown", "java.lang.OutOfMemoryError" -> Advice.CRASH;
      default -> {
        if (Passing.NAMES.contains(error)) {
          yield Advice.TRANSIENT;
        }
        if (message.contains("is not authorized to perform") || message.contains("AccessDenied")) {
          yield Advice.DENIED;
        }
        yield error.startsWith("States.") ? Advice.MACHINE : Advice.UNEXPECTED;
      }
    };
  }

  private static String message(String cause) {
    try {
      JsonNode node = Json.read(cause, JsonNode.class);
      return node.path("errorMessage").isTextual() ? node.get("errorMessage").asText() : cause;
    } catch (UncheckedIOException e) {
      // text, as States.* errors and Fail states have it
      return cause;
    }
  }

  private static String shortened(String text) {
    return text.length() <= CAUSE_CHARACTERS ? text : text.substring(0, CAUSE_CHARACTERS) + "…";
  }
}

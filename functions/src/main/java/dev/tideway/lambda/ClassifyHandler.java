package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.AwsErrors;
import dev.tideway.error.CodedText;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.TransientFailure;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import dev.tideway.run.Run;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Turns the error that ended a phase into a code, a cause that people can read, and the next step. */
public final class ClassifyHandler extends Handler<ClassifyHandler.Input, ClassifyHandler.Output> {
  private static final int CAUSE_CHARACTERS = 2000;

  /** Creates the handler; it needs no environment variables. */
  public ClassifyHandler() {
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
  public Output handle(Input input, Deadline deadline) {
    String message = message(input.cause());
    CodedText coded = CodedText.of(message).orElseGet(() -> new CodedText(code(input.error(), message), message.isBlank() ? "no cause was given" : message));
    String nextStep = coded.kind().map(ErrorCode::nextStep).orElseGet(() -> "See docs/errors.md of the release that is deployed now, under " + coded.code() + ".");
    return new Output(coded.code(), input.error(), shortened(coded.text()), nextStep);
  }

  /** The code for an error without a Tideway code. */
  private static ErrorCode code(String error, String message) {
    if (error.equals(TransientFailure.class.getName())) {
      return ErrorCode.TRANSIENT;
    }
    return AwsErrors.code(error).orElseGet(() -> {
      if (message.contains("is not authorized to perform") || message.contains("AccessDenied")) {
        return ErrorCode.PERMISSION_MISSING;
      }
      return error.startsWith("States.") ? ErrorCode.STATE_MACHINE_BROKEN : ErrorCode.DEFECT;
    });
  }

  private static String message(String cause) {
    try {
      JsonNode node = Json.read(cause, JsonNode.class);
      return node.path("errorMessage").isTextual() ? node.get("errorMessage").asText() : cause;
    } catch (UncheckedIOException e) {
      // plain text, as in States.* errors and Fail states
      return cause;
    }
  }

  private static String shortened(String text) {
    return text.length() <= CAUSE_CHARACTERS ? text : text.substring(0, CAUSE_CHARACTERS) + "…";
  }
}

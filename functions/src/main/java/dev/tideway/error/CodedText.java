package dev.tideway.error;

import java.util.Optional;

/**
 * The message of a {@link TidewayException} taken apart, wherever it arrives as text: in an error's cause, in the verdict of a wait.
 *
 * @param code what it begins with
 * @param text what was found
 */
public record CodedText(ErrorCode code, String text) {
  private static final String BETWEEN = ": ";

  /** The parts; empty if the text does not begin with a code that this release knows. */
  public static Optional<CodedText> of(String message) {
    int end = message.indexOf(BETWEEN);
    return end < 0 ? Optional.empty() : ErrorCode.of(message.substring(0, end)).map(code -> new CodedText(code, message.substring(end + BETWEEN.length())));
  }

  @Override
  public String toString() {
    return code + BETWEEN + text;
  }
}

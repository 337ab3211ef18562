package dev.tideway.error;

import java.util.Optional;

/**
 * The parts of the message of a {@link TidewayException}, where it arrives as text: in an error's cause, or in the verdict of a wait.
 *
 * @param code the code at its start: that of an {@link ErrorCode}, or of a different release, since functions of two releases may run during an update
 * @param text what was found
 */
public record CodedText(String code, String text) {
  private static final String BETWEEN = ": ";

  /** The text of an error of this release. */
  public CodedText(ErrorCode code, String text) {
    this(code.code(), text);
  }

  /** The parts; empty if the text does not begin with a code. */
  public static Optional<CodedText> of(String message) {
    int end = message.indexOf(BETWEEN);
    return end < 0 || !ErrorCode.looksLikeOne(message.substring(0, end))
        ? Optional.empty()
        : Optional.of(new CodedText(message.substring(0, end), message.substring(end + BETWEEN.length())));
  }

  /** The error; empty if only a different release knows its code. */
  public Optional<ErrorCode> kind() {
    return ErrorCode.of(code);
  }

  @Override
  public String toString() {
    return code + BETWEEN + text;
  }
}

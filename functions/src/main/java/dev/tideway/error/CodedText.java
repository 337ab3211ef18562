package dev.tideway.error;

import java.util.Optional;

/**
 * The message of a {@link TidewayException} taken apart, wherever it arrives as text: in an error's cause, in the verdict of a wait.
 *
 * @param code what it begins with: an {@link ErrorCode}'s, or that of another release, some of whose functions work on during an update
 * @param text what was found
 */
public record CodedText(String code, String text) {
  private static final String BETWEEN = ": ";

  /** That of a failure of this release. */
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

  /** Which failure it is; empty if only another release knows it. */
  public Optional<ErrorCode> kind() {
    return ErrorCode.of(code);
  }

  @Override
  public String toString() {
    return code + BETWEEN + text;
  }
}

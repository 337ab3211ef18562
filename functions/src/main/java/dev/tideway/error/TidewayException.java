package dev.tideway.error;

/**
 * Base class of all the application's own exceptions. The class name is the error name that the state machine matches ({@code "ErrorEquals": ["dev.tideway.error.Unfinished"]}),
 * the code appears in messages and in docs/errors.md.
 */
public abstract sealed class TidewayException extends RuntimeException permits Retryable, NeedsPerson {
  private final ErrorCode code;

  TidewayException(ErrorCode code, String message, Throwable cause) {
    super(new CodedText(code, message).toString(), cause);
    this.code = code;
  }

  /** The error code. */
  public ErrorCode code() {
    return code;
  }
}

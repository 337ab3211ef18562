package dev.tideway.error;

/**
 * Every failure of the application's own. The class name is the error name that the state machine matches
 * ({@code "ErrorEquals": ["dev.tideway.error.Unfinished"]}), the code stands in messages and in docs/errors.md.
 */
public abstract sealed class TidewayException extends RuntimeException permits Retryable, NeedsPerson {
  private final String code;

  TidewayException(String code, String message, Throwable cause) {
    super(code + ": " + message, cause);
    this.code = code;
  }

  /** The stable code, {@code TW-…}. */
  public String code() {
    return code;
  }
}

package dev.tideway.error;

/** A step found a problem that it must not decide by itself. The code names the case; the message says what was found and what to do. */
public final class MigrationFailed extends NeedsPerson {
  /** A failure with its documented code. */
  public MigrationFailed(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** A failure with its documented code and the exception that caused it. */
  public MigrationFailed(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

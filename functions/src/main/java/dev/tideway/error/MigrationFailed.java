package dev.tideway.error;

/** A step met something it may not decide by itself: the code names the case, the message what was found and what to do. */
public final class MigrationFailed extends NeedsPerson {
  /** A failure with its documented code. */
  public MigrationFailed(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** A failure with the exception that shows it. */
  public MigrationFailed(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

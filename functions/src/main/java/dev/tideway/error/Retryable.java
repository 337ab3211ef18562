package dev.tideway.error;

/** Another try may succeed; no person needs to act. */
public abstract sealed class Retryable extends TidewayException permits Unfinished, TransientFailure, GuardBroken {
  Retryable(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

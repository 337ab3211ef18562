package dev.tideway.error;

/** Trying again may help; nobody need look. */
public abstract sealed class Retryable extends TidewayException permits Unfinished, TransientFailure, GuardBroken {
  Retryable(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

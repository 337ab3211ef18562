package dev.tideway.error;

/** Another try cannot succeed until a person does something. The message says what. */
public abstract sealed class NeedsPerson extends TidewayException
    permits RequestRejected, PlanBlocked, LockLost, MigrationFailed, WaitFailed {
  NeedsPerson(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

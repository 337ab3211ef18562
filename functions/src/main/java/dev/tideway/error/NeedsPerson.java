package dev.tideway.error;

/** Trying again changes nothing until a person does something; the message says what. */
public abstract sealed class NeedsPerson extends TidewayException
    permits RequestRejected, PlanBlocked, LockLost, MigrationFailed, WaitFailed {
  NeedsPerson(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

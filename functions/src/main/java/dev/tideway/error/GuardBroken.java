package dev.tideway.error;

/** A guard of a wait no longer holds: a task stopped, or a table is in error. The state machine returns to Replicate, a limited number of times. */
public final class GuardBroken extends Retryable {
  /** Says which guard and what was found. */
  public GuardBroken(String explanation) {
    super(ErrorCode.GUARD_BROKEN, explanation, null);
  }
}

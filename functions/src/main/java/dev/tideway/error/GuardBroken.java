package dev.tideway.error;

/**
 * What had to stay true during a wait no longer is: a task stopped, a table fell into error. The state machine goes back to
 * Replicate, a bounded number of times.
 */
public final class GuardBroken extends Retryable {
  /** Says which guard and what was found. */
  public GuardBroken(String explanation) {
    super(ErrorCode.GUARD_BROKEN, explanation, null);
  }
}

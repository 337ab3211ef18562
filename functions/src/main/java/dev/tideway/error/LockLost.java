package dev.tideway.error;

/** Another execution has taken the migration's lock over: this one must not touch anything any more. */
public final class LockLost extends NeedsPerson {
  /** Names the migration and both executions. */
  public LockLost(String message) {
    super(ErrorCode.LOCK_LOST, message, null);
  }
}

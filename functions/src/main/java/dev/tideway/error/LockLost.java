package dev.tideway.error;

/** Another execution has taken over the migration's lock. This execution must not change anything any more. */
public final class LockLost extends NeedsPerson {
  /** Names the migration and both executions. */
  public LockLost(String message) {
    super(ErrorCode.LOCK_LOST, message, null);
  }
}

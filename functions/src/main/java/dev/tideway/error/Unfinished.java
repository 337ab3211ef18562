package dev.tideway.error;

/** One slice of long work is done and its cursor is saved. The next invocation continues. Only the state's own Retry entry handles this error. */
public final class Unfinished extends Retryable {
  /** Says how much of the work is done, for example {@code "412 of 1000 tables created"}. */
  public Unfinished(String progress) {
    super(ErrorCode.UNFINISHED, progress, null);
  }
}

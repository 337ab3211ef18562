package dev.tideway.error;

/**
 * A slice of a long piece of work is done and its cursor saved; the next invocation goes on. Only the state's own Retry entry
 * knows this error.
 */
public final class Unfinished extends Retryable {
  /** Says how far the work has come, for example {@code "412 of 1000 tables created"}. */
  public Unfinished(String progress) {
    super(ErrorCode.UNFINISHED, progress, null);
  }
}

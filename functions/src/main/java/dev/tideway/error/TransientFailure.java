package dev.tideway.error;

/** A dependency did not answer or is busy: network, throttling, a database restart. */
public final class TransientFailure extends Retryable {
  /** Names what was tried and what came back. */
  public TransientFailure(String message, Throwable cause) {
    super("TW-E002", message, cause);
  }
}

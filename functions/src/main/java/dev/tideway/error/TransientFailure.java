package dev.tideway.error;

/** A dependency did not answer or is busy: network, throttling, a database restart. */
public final class TransientFailure extends Retryable {
  /** Names what was tried and what came back. */
  public TransientFailure(String message, Throwable cause) {
    this("TW-E002", message, cause);
  }

  /** The same with a code of its own, for people who read of it once it has not passed. */
  public TransientFailure(String code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

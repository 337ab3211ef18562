package dev.tideway.error;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A dependency did not answer or is busy: network, throttling, a database restart. */
public final class TransientFailure extends Retryable {
  /**
   * The error names of the state machine that say so: that of this class, and those of Lambda. The same call may be answered later. A function that died is not
   * among them: it is called again too, but may die of the same thing.
   */
  public static final Set<String> ERROR_NAMES =
      Stream.concat(Stream.of(TransientFailure.class.getName()), AwsErrors.names(ErrorCode.TRANSIENT).stream()).collect(Collectors.toUnmodifiableSet());

  /** Names what was tried and what came back. */
  public TransientFailure(String message, Throwable cause) {
    this(ErrorCode.TRANSIENT, message, cause);
  }

  /** The same with a code of its own, for people who read of it once it has not passed. */
  public TransientFailure(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

package dev.tideway.error;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A dependency did not respond or is busy: network, throttling, a database restart. */
public final class TransientFailure extends Retryable {
  /**
   * The error names in the state machine for this case: that of this class, and those of Lambda. The same call may succeed later. The error of a function whose process ended is
   * not one of them: such a function is also called again, but may end in the same way.
   */
  public static final Set<String> ERROR_NAMES =
      Stream.concat(Stream.of(TransientFailure.class.getName()), AwsErrors.names(ErrorCode.TRANSIENT).stream()).collect(Collectors.toUnmodifiableSet());

  /** Names what was tried and what the response was. */
  public TransientFailure(String message, Throwable cause) {
    this(ErrorCode.TRANSIENT, message, cause);
  }

  /** The same with a specific code, for people who read the error if retries did not succeed. */
  public TransientFailure(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}

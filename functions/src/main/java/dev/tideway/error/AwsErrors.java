package dev.tideway.error;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The error names in the state machine that are not Tideway's own classes, and what they mean (Step Functions developer guide, "Handling errors"; Lambda API reference, errors of
 * Invoke; Lambda developer guide, "Invocation errors" and "Function states").
 */
public final class AwsErrors {
  private static final Map<ErrorCode, Set<String>> NAMES =
      Map.of(
          // Lambda itself, or a function that was idle for weeks: its network is set up at the first call, which takes about a minute
          ErrorCode.TRANSIENT,
          Set.of(
              "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.ClientExecutionTimeoutException",
              "Lambda.TooManyRequestsException", "Lambda.ResourceNotReadyException", "Lambda.ResourceConflictException",
              "Lambda.CodeArtifactUserPendingException", "Lambda.CodeArtifactUserDeletedException", "Lambda.EC2ThrottledException",
              "Lambda.EC2UnexpectedException", "Lambda.ENILimitReachedException", "Lambda.ENINotReadyException",
              "Lambda.SubnetIPAddressLimitReachedException"),
          ErrorCode.STATE_TIMED_OUT, Set.of("States.Timeout", "States.HeartbeatTimeout", "Sandbox.Timedout"),
          ErrorCode.FUNCTION_DIED, Set.of("Runtime.ExitError", "Lambda.Unknown", "java.lang.OutOfMemoryError"),
          ErrorCode.PERMISSION_MISSING, Set.of("States.Permissions"));

  private AwsErrors() {}

  /** The error names with this meaning; empty for a code that only the application's own classes have. */
  public static Set<String> names(ErrorCode code) {
    return NAMES.getOrDefault(code, Set.of());
  }

  /** The meaning of a name; empty if the name alone is not specific enough. */
  public static Optional<ErrorCode> code(String name) {
    return NAMES.entrySet().stream().filter(e -> e.getValue().contains(name)).map(Map.Entry::getKey).findFirst();
  }
}

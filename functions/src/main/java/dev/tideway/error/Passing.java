package dev.tideway.error;

import java.util.Set;

/**
 * The error names of the state machine that say that something did not answer or was not ready, and that the same call may be answered later. A
 * function that died is not among them: it is called again too, but may die of the same thing.
 */
public final class Passing {
  /**
   * A dependency of ours, Lambda itself, or the network of a function that was idle for weeks and is made ready at its first call, which takes about a
   * minute (Lambda API reference, errors of Invoke; developer guide, "Function states").
   */
  public static final Set<String> NAMES =
      Set.of(
          TransientFailure.class.getName(), "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
          "Lambda.ClientExecutionTimeoutException", "Lambda.TooManyRequestsException", "Lambda.ResourceNotReadyException",
          "Lambda.ResourceConflictException", "Lambda.CodeArtifactUserPendingException", "Lambda.CodeArtifactUserDeletedException",
          "Lambda.EC2ThrottledException", "Lambda.EC2UnexpectedException", "Lambda.ENILimitReachedException", "Lambda.ENINotReadyException",
          "Lambda.SubnetIPAddressLimitReachedException");

  private Passing() {}
}

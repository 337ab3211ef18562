package dev.tideway.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The meaning of an error from an AWS service. */
public final class ServiceAnswers {
  private ServiceAnswers() {}

  /** Whether the same call may succeed later. */
  public static boolean passing(AwsServiceException e) {
    return e.isThrottlingException() || e.isRetryableException() || e.statusCode() >= 500;
  }
}

package dev.tideway.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a service's refusal means. */
public final class ServiceAnswers {
  private ServiceAnswers() {}

  /** Whether the same call may be answered later. */
  public static boolean passing(AwsServiceException e) {
    return e.isThrottlingException() || e.isRetryableException() || e.statusCode() >= 500;
  }
}

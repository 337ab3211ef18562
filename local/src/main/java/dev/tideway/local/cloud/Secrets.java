package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads secrets as a service does that has a role to assume. */
@FunctionalInterface
public interface Secrets {
  /**
   * Reads the secret under the role's permissions.
   *
   * @return the secret string parsed as JSON
   * @throws AwsError if the role does not exist, does not trust the service, may not read the secret, or the secret is not JSON
   */
  JsonNode read(String secretId, String roleArn) throws AwsError;

  /**
   * Checks whether the role may read the secret, without a check of its content.
   *
   * @throws AwsError if the role does not exist, does not trust the service, or may not read the secret, or if the secret does not exist
   */
  default void check(String secretId, String roleArn) throws AwsError {
    read(secretId, roleArn);
  }
}

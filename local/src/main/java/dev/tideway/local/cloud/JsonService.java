package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;

/** One AWS service of the JSON protocol ({@code x-amz-target: Prefix.Operation}), run inside the gateway. */
@FunctionalInterface
public interface JsonService {
  /**
   * Answers one call.
   *
   * @param operation the action's name, for example {@code DescribeReplicationTasks}
   * @param request the request's body
   * @return the answer's body
   * @throws AwsError the error that the client receives
   */
  JsonNode call(String operation, JsonNode request) throws AwsError;
}

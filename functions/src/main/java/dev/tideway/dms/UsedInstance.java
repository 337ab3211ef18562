package dev.tideway.dms;

import dev.tideway.run.Artifact;

/**
 * The replication instance of an execution.
 *
 * @param arn its ARN
 * @param engineVersion AWS DMS version on the instance, such as {@code 3.6.1}
 */
public record UsedInstance(String arn, String engineVersion) {
  public static final Artifact<UsedInstance> FILE = Artifact.of("instance.json", UsedInstance.class);
}

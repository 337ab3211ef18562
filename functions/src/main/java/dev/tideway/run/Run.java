package dev.tideway.run;

/**
 * The execution that a function works for. The state machine passes it from state to state; larger data is in S3 under {@code prefix}.
 *
 * @param migration the migration's name
 * @param execution the execution's ARN
 * @param fence the lock's fencing number for this execution, from 1; functions that change something check it. 0 for an execution that only
 *     compares and therefore holds no lock
 * @param prefix S3 key prefix of this execution's files, without a trailing slash: {@code migrations/<name>/<execution>}, or
 *     {@code verifications/…} for an execution that holds no lock
 */
public record Run(String migration, String execution, long fence, String prefix) {
  /** Whether the execution holds the migration's lock. */
  public boolean locked() {
    return fence > 0;
  }

  /** The S3 key of one of this execution's files. */
  public String key(String file) {
    return prefix + "/" + file;
  }
}

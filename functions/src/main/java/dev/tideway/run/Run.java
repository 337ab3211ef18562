package dev.tideway.run;

/**
 * The execution that a function works for. The state machine passes it from state to state; larger data is in S3 under {@code prefix}.
 *
 * @param migration the migration's name
 * @param execution the execution's ARN
 * @param fence the lock's fencing number for this execution; functions that change something check it
 * @param prefix S3 key prefix of this execution's files, without a trailing slash: {@code migrations/<name>/<execution>}
 */
public record Run(String migration, String execution, long fence, String prefix) {
  /** The S3 key of one of this execution's files. */
  public String key(String file) {
    return prefix + "/" + file;
  }
}

package dev.tideway.aws;

/** Reads database secrets. */
@FunctionalInterface
public interface SecretReader {
  /**
   * Reads the secret of that ARN.
   *
   * @throws UnusableSecret if it cannot be read or lacks one of the four fields; the message says which field and how to fix it
   */
  DatabaseSecret read(String arn);

  /** A secret that cannot be used. In Plan it becomes a finding. */
  final class UnusableSecret extends RuntimeException {
    /** What was found and what is needed. */
    public UnusableSecret(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

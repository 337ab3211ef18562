package dev.tideway.aws;

/** Reads database secrets. */
@FunctionalInterface
public interface SecretReader {
  /**
   * Reads the secret of that ARN.
   *
   * @throws UnusableSecret if it cannot be read or lacks one of the four fields; the message says which and how to mend it
   */
  DatabaseSecret read(String arn);

  /** A secret that cannot be used; becomes a finding in Plan. */
  final class UnusableSecret extends RuntimeException {
    /** What was found and what is needed. */
    public UnusableSecret(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

package dev.tideway.local.cloud;

/**
 * An error in the format of an AWS JSON service: the client receives {@code code} as {@code __type} and {@code message}.
 *
 * <p>Source: AWS DMS API reference, "Common Errors" and the errors of each action.
 */
public final class AwsError extends Exception {
  private final String code;
  private final int status;

  /** A client error (HTTP 400). */
  public AwsError(String code, String message) {
    this(code, message, 400);
  }

  /** An error with its HTTP status. */
  public AwsError(String code, String message, int status) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** The error's name, for example {@code ResourceNotFoundFault}. */
  public String code() {
    return code;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }
}

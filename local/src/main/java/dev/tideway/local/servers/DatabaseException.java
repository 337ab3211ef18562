package dev.tideway.local.servers;

/** A database server on this machine could not be built, started or used; the message says how to fix it. */
public final class DatabaseException extends RuntimeException {
  /** A failure that the message fully explains. */
  public DatabaseException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}

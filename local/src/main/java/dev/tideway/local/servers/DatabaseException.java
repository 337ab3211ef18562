package dev.tideway.local.servers;

/** A database server on this machine could not be built, started or used; the message says what to do about it. */
public final class DatabaseException extends RuntimeException {
  /** A failure explained by its message alone. */
  public DatabaseException(String message) {
    super(message);
  }

  /** A failure with the error behind it. */
  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}

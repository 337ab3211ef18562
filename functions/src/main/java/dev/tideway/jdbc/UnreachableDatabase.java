package dev.tideway.jdbc;

import dev.tideway.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;

/** A database that does not respond, and the network access that it needs. The server may also be starting, so another try can succeed. */
public final class UnreachableDatabase extends SQLTransientConnectionException {
  private static final long serialVersionUID = 1L;

  /** The code under which docs/errors.md explains it. */
  public static final ErrorCode CODE = ErrorCode.DATABASE_UNREACHABLE;

  /** With the caller's message, which says what a person can do. */
  public UnreachableDatabase(String message, SQLException cause) {
    super(message, cause.getSQLState(), cause.getErrorCode(), cause);
  }

  /** The connection failure, if the network caused it. */
  static Optional<SQLException> of(String address, int port, Duration timeout, SQLException e) {
    if (DatabaseErrors.tls(e)) {
      return Optional.empty();
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return Optional.of(
            new UnreachableDatabase(
                address + " cannot be reached, or did not answer within " + timeout.toSeconds() + " s (" + cause.getMessage() + "). Allow connections to port " + port
                    + " there: check the database's security group, the routes or the NAT gateway of the functions' subnets, for TiDB Cloud its IP access"
                    + " list or private endpoint",
                e));
      }
    }
    return Optional.empty();
  }
}

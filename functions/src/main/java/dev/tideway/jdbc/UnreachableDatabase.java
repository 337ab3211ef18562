package dev.tideway.jdbc;

import dev.tideway.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;

/** A database that nothing is heard of, and what to open for it. It may also be on its way up, so that trying again can help. */
public final class UnreachableDatabase extends SQLTransientConnectionException {
  private static final long serialVersionUID = 1L;

  /** The code under which docs/errors.md explains it. */
  public static final ErrorCode CODE = ErrorCode.DATABASE_UNREACHABLE;

  /** With words of the caller's, who knows what a person can do about it. */
  public UnreachableDatabase(String message, SQLException cause) {
    super(message, cause.getSQLState(), cause.getErrorCode(), cause);
  }

  /** The failure to connect, if it is one of the network. */
  static Optional<SQLException> of(String address, int port, Duration patience, SQLException e) {
    if (DatabaseErrors.tls(e)) {
      return Optional.empty();
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return Optional.of(
            new UnreachableDatabase(
                address + " cannot be reached, or did not answer within " + patience.toSeconds() + " s (" + cause.getMessage() + "). Allow connections to port " + port
                    + " there: check the database's security group, the routes or the NAT gateway of the functions' subnets, for TiDB Cloud its IP access"
                    + " list or private endpoint",
                e));
      }
    }
    return Optional.empty();
  }
}

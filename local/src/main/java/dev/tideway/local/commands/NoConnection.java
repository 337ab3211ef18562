package dev.tideway.local.commands;

import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.UnreachableDatabase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Why a connection failed, for a command-line user: the side, the server, the account, and how to fix it. */
final class NoConnection {
  private static final int ACCESS_DENIED = 1045;
  private static final int INSECURE_TRANSPORT = 3159;
  private static final Set<Integer> ANSWERED = Set.of(ACCESS_DENIED, INSECURE_TRANSPORT);

  private NoConnection() {}

  static SQLException of(Address address, SQLException e) {
    List<Throwable> causes = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause).toList();
    Throwable root = causes.getLast();
    String side = address.side();
    if (!ANSWERED.contains(e.getErrorCode()) && DatabaseErrors.tls(e)) {
      return refused(e, address + ": no TLS connection with tls=" + address.endpoint().tls() + " (" + quoted(root) + "). Give the certificate of who signed for the server with"
          + " ca=FILE in --" + side + ", use the host name that stands in its certificate, or choose another tls");
    }
    if (causes.stream().anyMatch(IOException.class::isInstance)) {
      return new UnreachableDatabase(address + " cannot be reached: " + reason(root) + ". Correct host and port in --" + side + ", or let this machine through to that port", e);
    }
    return switch (e.getErrorCode()) {
      case ACCESS_DENIED -> refused(e, address + ": the server refuses the account or its password. Correct the account in --" + side + ", its password (in the URL, in"
          + " --" + side + "-password-file or in TIDEWAY_" + side.toUpperCase(Locale.ROOT) + "_PASSWORD), or the hosts that the account may connect from");
      case INSECURE_TRANSPORT -> refused(e, address + ": the server wants TLS. Say tls=verifyFull in --" + side + ", with ca=FILE if no public authority has signed for it");
      default -> refused(e, address + ": " + DatabaseErrors.text(e));
    };
  }

  /** In quotation marks that do not count as those of a value, which would be blanked. */
  private static String quoted(Throwable root) {
    return String.valueOf(root.getMessage()).replace('\'', '"');
  }

  private static String reason(Throwable root) {
    return switch (root) {
      case UnknownHostException unknown -> "no such host is known here";
      case SocketTimeoutException silent -> "it does not answer";
      default -> String.valueOf(root.getMessage());
    };
  }

  /** An error that a retry cannot fix. */
  private static SQLException refused(SQLException e, String message) {
    return new SQLException(message, "28000", e.getErrorCode());
  }
}

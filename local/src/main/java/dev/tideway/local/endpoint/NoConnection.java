package dev.tideway.local.endpoint;

import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.UnreachableDatabase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why no connection came to be, for a person at a command line: which side, server and account, and what to do about it. */
final class NoConnection {
  private static final int ACCESS_DENIED = 1045;
  private static final int INSECURE_TRANSPORT = 3159;

  private NoConnection() {}

  static SQLException of(Address address, SQLException e) {
    Throwable root = e;
    boolean tls = String.valueOf(e.getMessage()).toUpperCase(Locale.ROOT).contains("SSL");
    boolean network = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      tls |= cause instanceof SSLException;
      network |= cause instanceof IOException;
      root = cause;
    }
    String side = address.side();
    if (tls) {
      return refused(e, address + ": no TLS connection with tls=" + address.endpoint().tls() + " (" + root.getMessage() + "). Give the certificate of who signed for the server with"
          + " ca=FILE in --" + side + ", use the host name that stands in the server's certificate, or choose another tls");
    }
    if (network) {
      return new UnreachableDatabase(address + " cannot be reached: " + reason(root) + ". Correct host and port in --" + side + ", or let this machine through to that port", e);
    }
    return switch (e.getErrorCode()) {
      case ACCESS_DENIED -> refused(e, address + ": the server refuses the account or its password. Correct the account in --" + side + ", its password (in the URL, in"
          + " --" + side + "-password-file or in TIDEWAY_" + side.toUpperCase(Locale.ROOT) + "_PASSWORD), or the hosts that the account may connect from");
      case INSECURE_TRANSPORT -> refused(e, address + ": the server wants TLS. Say tls=verifyFull in --" + side + ", with ca=FILE if no public authority has signed for it");
      default -> refused(e, address + ": " + DatabaseErrors.text(e));
    };
  }

  private static String reason(Throwable root) {
    return switch (root) {
      case UnknownHostException unknown -> "no such host is known here";
      case SocketTimeoutException silent -> "it does not answer";
      default -> String.valueOf(root.getMessage());
    };
  }

  /** Nothing that passes by itself. */
  private static SQLException refused(SQLException e, String words) {
    return new SQLException(words, "28000", e.getErrorCode());
  }
}

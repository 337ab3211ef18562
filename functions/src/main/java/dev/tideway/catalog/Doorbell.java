package dev.tideway.catalog;

import dev.tideway.aws.DatabaseSecret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Asks an address whether a MySQL-compatible server answers there: such a server speaks first. The driver would wait for ever on a
 * port that says nothing, and cannot tell a web server from a broken network.
 */
final class Doorbell {
  /** Long enough for a busy server behind a slow network, short enough for both to be asked within one function call. */
  private static final int WAIT_MILLIS = 10_000;

  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;

  private Doorbell() {}

  /** What is behind the address instead of a database. */
  enum Trouble {
    /** The name does not resolve. */
    unknownHost,
    /** Nothing listens, or nothing answers. */
    closed,
    /** Something answers that is no database, or says nothing. */
    noDatabase
  }

  /** What is wrong, or empty if a server greets. */
  static Optional<Trouble> ring(DatabaseSecret secret) {
    InetAddress address;
    try {
      address = InetAddress.getByName(secret.host());
    } catch (UnknownHostException e) {
      return Optional.of(Trouble.unknownHost);
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, secret.port()), WAIT_MILLIS);
      socket.setSoTimeout(WAIT_MILLIS);
      return greets(socket.getInputStream()) ? Optional.empty() : Optional.of(Trouble.noDatabase);
    } catch (ConnectException | NoRouteToHostException e) {
      return Optional.of(Trouble.closed);
    } catch (SocketTimeoutException e) {
      return Optional.of(e.getMessage() != null && e.getMessage().toLowerCase(java.util.Locale.ROOT).contains("connect") ? Trouble.closed : Trouble.noDatabase);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(Trouble.noDatabase);
    }
  }

  /** A packet header of four bytes, then protocol version 10, or an error packet such as "host is blocked". */
  private static boolean greets(InputStream in) throws IOException {
    byte[] start = in.readNBytes(5);
    if (start.length < 5 || start[3] != 0) {
      return false;
    }
    int first = start[4] & 0xff;
    return first == PROTOCOL || first == ERROR;
  }
}

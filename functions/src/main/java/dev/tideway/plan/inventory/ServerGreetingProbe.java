package dev.tideway.plan.inventory;

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
final class ServerGreetingProbe {
  /** Long enough for a busy server behind a slow network, short enough for both to be asked within one function call. */
  private static final int WAIT_MILLIS = 10_000;

  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;

  /** SSLRequest (PostgreSQL, "Message Formats"): length 8, code 80877103; S or N answers it. */
  private static final byte[] POSTGRESQL = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};

  private ServerGreetingProbe() {}

  /** What is behind the address instead of a database. */
  enum Trouble {
    /** The name does not resolve. */
    unknownHost,
    /** Nothing listens, or nothing answers. */
    closed,
    /** Something answers that is no database, or says nothing. */
    noDatabase,
    /** PostgreSQL answers. */
    postgresql
  }

  /** What is wrong, or empty if a server greets. */
  static Optional<Trouble> ring(DatabaseSecret secret) {
    return ring(secret, WAIT_MILLIS);
  }

  static Optional<Trouble> ring(DatabaseSecret secret, int silenceMillis) {
    InetAddress address;
    try {
      address = InetAddress.getByName(secret.host());
    } catch (UnknownHostException e) {
      return Optional.of(Trouble.unknownHost);
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, secret.port()), WAIT_MILLIS);
      socket.setSoTimeout(silenceMillis);
      return listen(socket);
    } catch (ConnectException | NoRouteToHostException e) {
      return Optional.of(Trouble.closed);
    } catch (SocketTimeoutException e) {
      return Optional.of(Trouble.closed);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(Trouble.noDatabase);
    }
  }

  private static Optional<Trouble> listen(Socket socket) throws IOException {
    try {
      return greets(socket.getInputStream()) ? Optional.empty() : Optional.of(Trouble.noDatabase);
    } catch (SocketTimeoutException silent) {
      return Optional.of(answersAsPostgresql(socket) ? Trouble.postgresql : Trouble.noDatabase);
    }
  }

  /** PostgreSQL waits for the client to speak. */
  private static boolean answersAsPostgresql(Socket socket) throws IOException {
    try {
      socket.setSoTimeout(WAIT_MILLIS);
      socket.getOutputStream().write(POSTGRESQL);
      int answer = socket.getInputStream().read();
      return answer == 'S' || answer == 'N';
    } catch (SocketTimeoutException silent) {
      return false;
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

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
 * Checks whether a MySQL-compatible server answers at an address. Such a server sends its greeting first. The driver would wait forever on a port that sends
 * nothing, and cannot distinguish a web server from a broken network.
 */
final class ServerGreetingProbe {
  /** Long enough for a busy server on a slow network, and short enough to check both servers within one function call. */
  private static final int WAIT_MILLIS = 10_000;

  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;

  /** SSLRequest (PostgreSQL, "Message Formats"): length 8, code 80877103. The answer is S or N. */
  private static final byte[] POSTGRESQL = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};

  private ServerGreetingProbe() {}

  /** Why no database answers at the address. */
  enum Failure {
    /** The name does not resolve. */
    unknownHost,
    /** Nothing listens, or nothing answers. */
    closed,
    /** Something answers that is not a database, or the port accepts the connection and sends nothing. */
    noDatabase,
    /** PostgreSQL answers. */
    postgresql
  }

  /** The problem, or empty if a server sends its greeting. */
  static Optional<Failure> probe(DatabaseSecret secret) {
    return probe(secret, WAIT_MILLIS);
  }

  static Optional<Failure> probe(DatabaseSecret secret, int timeoutMillis) {
    InetAddress address;
    try {
      address = InetAddress.getByName(secret.host());
    } catch (UnknownHostException e) {
      return Optional.of(Failure.unknownHost);
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, secret.port()), WAIT_MILLIS);
      socket.setSoTimeout(timeoutMillis);
      return listen(socket);
    } catch (ConnectException | NoRouteToHostException e) {
      return Optional.of(Failure.closed);
    } catch (SocketTimeoutException e) {
      return Optional.of(Failure.closed);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(Failure.noDatabase);
    }
  }

  private static Optional<Failure> listen(Socket socket) throws IOException {
    try {
      return greets(socket.getInputStream()) ? Optional.empty() : Optional.of(Failure.noDatabase);
    } catch (SocketTimeoutException silent) {
      return Optional.of(answersAsPostgresql(socket) ? Failure.postgresql : Failure.noDatabase);
    }
  }

  /** PostgreSQL waits until the client sends the first message. */
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

  /** The greeting is a packet header of four bytes, then protocol version 10 or an error packet such as "host is blocked". */
  private static boolean greets(InputStream in) throws IOException {
    byte[] start = in.readNBytes(5);
    if (start.length < 5 || start[3] != 0) {
      return false;
    }
    int first = start[4] & 0xff;
    return first == PROTOCOL || first == ERROR;
  }
}

package dev.tideway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a server that can be silenced at a question: who asks it then has logged in and hears nothing any more, as of a server that hangs. Reads what clients
 * say, so they must not use TLS.
 */
public final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> unanswered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private volatile Optional<String> silentAt = Optional.empty();

  /** Listens on a port of its own. */
  public Relay(String host, int port) {
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.host = host;
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  /** The port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Leaves this question without an answer from now on. */
  public void silence(String question) {
    silentAt = Optional.of(question);
  }

  /** Lets questions through again, and cuts the clients that wait. */
  public void speak() throws IOException {
    silentAt = Optional.empty();
    for (Socket client : unanswered) {
      client.close();
    }
  }

  /** Clients that wait for a word now. */
  public int waiting() {
    return waiting.get();
  }

  /** How long a client has waited that gave up, or was cut: the longest of all. */
  public Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Socket server = new Socket(host, port);
        sockets.add(server);
        Thread.ofVirtual().start(() -> questions(client, server));
        Thread.ofVirtual().start(() -> answers(server, client));
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  private void questions(Socket client, Socket server) {
    byte[] buffer = new byte[8192];
    boolean asked = false;
    long since = 0;
    try (client; server) {
      for (int length = client.getInputStream().read(buffer); length >= 0; length = client.getInputStream().read(buffer)) {
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        if (!asked && silentAt.filter(text::contains).isPresent()) {
          asked = true;
          since = System.nanoTime();
          unanswered.add(client);
          waiting.incrementAndGet();
        }
        // a question that is kept from the server has no answer
        if (!asked) {
          server.getOutputStream().write(buffer, 0, length);
        }
      }
    } catch (IOException e) {
      // one end is gone
    } finally {
      if (asked) {
        waiting.decrementAndGet();
        longest.accumulateAndGet(System.nanoTime() - since, Math::max);
      }
    }
  }

  private static void answers(Socket server, Socket client) {
    try (server; client) {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // one end is gone
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tideway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server that can be silenced: who connects then is accepted and told nothing; connections from before live on. */
public final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> ignored = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean silent;

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

  /** Says nothing to whoever connects from now on. */
  public void silence() {
    silent = true;
  }

  /** Lets clients through again, and cuts those that wait. */
  public void speak() throws IOException {
    silent = false;
    for (Socket client : ignored) {
      client.close();
    }
  }

  /** Clients that wait for a word now. */
  public int waiting() {
    return waiting.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        if (silent) {
          Thread.ofVirtual().start(() -> ignore(client));
        } else {
          Socket server = new Socket(host, port);
          sockets.add(server);
          Thread.ofVirtual().start(() -> copy(client, server));
          Thread.ofVirtual().start(() -> copy(server, client));
        }
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  /** Until the client gives up. */
  private void ignore(Socket client) {
    ignored.add(client);
    waiting.incrementAndGet();
    try (client) {
      while (client.getInputStream().read() >= 0) {
        // not answered
      }
    } catch (IOException e) {
      // the client is gone
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from; to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // the other end is gone
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

package dev.tideway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A wire to a server that goes dead after a number of bytes: cut, or silent as if the server had stopped answering. */
public final class Wire implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final boolean silent;
  private final AtomicLong left;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /**
   * Listens on a port of its own.
   *
   * @param answers bytes of the server's answers that pass
   * @param silent whether the wire then stays open and says nothing
   */
  public Wire(String host, int port, long answers, boolean silent) {
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.host = host;
    this.port = port;
    this.silent = silent;
    this.left = new AtomicLong(answers);
    Thread.ofVirtual().start(this::accept);
  }

  /** The port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Whether it has gone dead. */
  public boolean dead() {
    return left.get() <= 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(host, port);
        sockets.add(client);
        sockets.add(server);
        if (dead() && !silent) {
          client.close();
        }
        Thread.ofVirtual().start(() -> copy(client, server, false));
        Thread.ofVirtual().start(() -> copy(server, client, true));
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  private void copy(Socket from, Socket to, boolean counted) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (counted && left.addAndGet(-n) <= 0) {
          if (!silent) {
            close();
          }
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
      if (!silent || !dead()) {
        to.close();
      }
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

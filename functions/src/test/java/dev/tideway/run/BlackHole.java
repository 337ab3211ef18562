package dev.tideway.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that answers no packet, like one behind a closed security group: a listening socket whose queue is full. */
public final class BlackHole implements AutoCloseable {
  private static final int FULL_AFTER_MILLIS = 300;

  private final ServerSocket listening;
  private final List<Socket> queue = new ArrayList<>();

  /** Fills the queue. */
  public BlackHole() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    boolean full = false;
    while (!full) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(new InetSocketAddress(listening.getInetAddress(), port()), FULL_AFTER_MILLIS);
      } catch (SocketTimeoutException e) {
        full = true;
      }
    }
  }

  /** Its port on 127.0.0.1. */
  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queue) {
      socket.close();
    }
    listening.close();
  }
}

package dev.tideway.plan.inventory;

import dev.tideway.aws.DatabaseSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that wait for the client to speak. */
final class ServerGreetingProbeTest {
  @Test
  void recognizesPostgresqlByItsAnswer() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread postgresql = Thread.ofVirtual().start(() -> answer(server));
      assertThat(ServerGreetingProbe.probe(new DatabaseSecret("127.0.0.1", server.getLocalPort(), "u", "p"), 100)).contains(ServerGreetingProbe.Failure.postgresql);
      postgresql.join();
    }
  }

  private static void answer(ServerSocket server) {
    try (Socket client = server.accept()) {
      // without TLS, as from a server without a certificate
      if (client.getInputStream().readNBytes(8).length == 8) {
        client.getOutputStream().write('N');
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.tideway.jdbc;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.TransientFailure;
import dev.tideway.run.BlackHole;
import dev.tideway.run.Migration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Addresses where no server answers. */
final class DatabasesTest {
  private static final Migration.Endpoint ENDPOINT = new Migration.Endpoint("secret", Migration.Tls.none, Optional.empty());

  @Test
  void saysWhichPortToOpenWhereNoPacketComesBack() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      RuntimeException failure = connecting(hole.port());
      assertThat(failure).isInstanceOf(TransientFailure.class).hasMessageContaining("127.0.0.1:" + hole.port());
      assertThat(failure.getMessage()).startsWith("TW-E165: comparing failed: ").contains("port " + hole.port(), "security group", "NAT gateway", "IP access list").contains("within 1 s");
    }
  }

  @Test
  void stopsWaitingForAPortThatSendsNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertThat(connecting(silent.getLocalPort())).hasMessageStartingWith("TW-E165: ").hasMessageContaining("port " + silent.getLocalPort());
    }
  }

  @Test
  void reportsAClosedPortInTheSameWay() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(connecting(port)).hasMessageStartingWith("TW-E165: ").hasMessageContaining("refused");
  }

  private static RuntimeException connecting(int port) {
    Databases databases = new Databases(arn -> new DatabaseSecret("127.0.0.1", port, "u", "p"), host -> Optional.empty(), Duration.ofSeconds(1));
    SQLException failure = catchThrowableOfType(SQLException.class, () -> databases.read(ENDPOINT).close());
    assertThat(DatabaseErrors.lost(failure)).as("a verification connects again").isTrue();
    return DatabaseErrors.of("comparing", failure);
  }
}

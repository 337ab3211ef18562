package dev.tideway.local.commands;

import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TransientFailure;
import dev.tideway.jdbc.DatabaseErrors;
import java.io.EOFException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NoConnectionTest {
  private static final Address ADDRESS = Address.of("target", "mysql://sslapp@mysql-ssl.internal:4000?tls=verifyFull", Optional.of("secret"));

  @Test
  void aHandshakeThatWasCutMayPass() {
    SSLHandshakeException cut = new SSLHandshakeException("Remote host terminated the handshake");
    cut.initCause(new EOFException("SSL peer shut down incorrectly"));

    assertThatThrownBy(() -> connect(failure("Communications link failure", cut))).isInstanceOf(TransientFailure.class).hasMessageContaining("cannot be reached");
  }

  @Test
  void aServerThatDoesNotAnswerIsNoProblemOfTls() {
    assertThatThrownBy(() -> connect(failure("mysql-ssl.internal:4000 did not answer", new ConnectException("Connection refused"))))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("Connection refused")
        .hasMessageNotContaining("ca=FILE");
  }

  @Test
  void aCertificateOfADifferentHostIsReportedCompletely() {
    SSLHandshakeException refused = new SSLHandshakeException("handshake failed");
    refused.initCause(new CertificateException("None of the certificate's names matched the server's 'mysql-ssl.internal'"));

    assertThatThrownBy(() -> connect(failure("Communications link failure", refused)))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("mysql-ssl.internal\"")
        .hasMessageContaining("ca=FILE in --target")
        .hasMessageContaining("tls=verifyFull");
  }

  @Test
  void aRefusedAccountIsNoProblemOfTls() {
    assertThatThrownBy(() -> connect(new SQLException("Access denied for user 'sslapp'@'10.0.0.1' (using password: YES)", "28000", 1045)))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("refuses the account or its password")
        .hasMessageNotContaining("ca=FILE");
  }

  private static SQLException failure(String message, Exception cause) {
    return new SQLException(message, "08S01", cause);
  }

  private static void connect(SQLException e) {
    assertThat(ADDRESS.side()).isEqualTo("target");
    DatabaseErrors.during("connecting", () -> {
      throw NoConnection.of(ADDRESS, e);
    });
  }
}

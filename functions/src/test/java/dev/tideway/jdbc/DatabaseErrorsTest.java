package dev.tideway.jdbc;

import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TransientFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseErrorsTest {
  @Test
  void whatMayPassIsTriedAgain() {
    assertThat(DatabaseErrors.of("reading", new SQLException("gone", "08S01", 2013))).isInstanceOf(TransientFailure.class);
    assertThat(DatabaseErrors.of("reading", new SQLException("Deadlock found", "40001", 1213))).isInstanceOf(TransientFailure.class);
    assertThat(DatabaseErrors.of("reading", new SQLException("Write conflict", "HY000", 9007))).isInstanceOf(TransientFailure.class);
    assertThat(DatabaseErrors.of("reading", new SQLTimeoutException("too long"))).isInstanceOf(TransientFailure.class);
  }

  @Test
  void everythingElseNeedsAPerson() {
    assertThat(DatabaseErrors.of("reading a", new SQLException("no such table", "42S02", 1146)))
        .isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E032").hasMessageContaining("reading a").hasMessageContaining("1146");
  }

  @Test
  void aLostConnectionIsReportedWithoutTheDriversTextAboutPackets() {
    String message = "Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago.";
    SQLException lost = new SQLException(message, "08S01", new IOException("Connection reset"));
    assertThat(DatabaseErrors.text(lost)).isEqualTo("the connection was lost (Connection reset)");
    assertThat(DatabaseErrors.of("reading", lost)).isInstanceOf(TransientFailure.class).hasMessageNotContaining("packet");
  }

  @Test
  void aDeniedPrivilegeIsReportedWithNames() {
    SQLException denied = new SQLException("SELECT command denied to user 'reader'@'10.0.0.1' for table 't'", "42000", 1142);
    assertThat(DatabaseErrors.text(denied)).contains("for table 't'").contains("error 1142 (42000)");
  }

  @Test
  void errorsContainNoRowValues() {
    SQLException duplicate = new SQLException("Duplicate entry 'o'hara@example.org\nsecret' for key 't.mail'", "23000", 1062);
    RuntimeException failure = DatabaseErrors.of("writing", duplicate);
    assertThat(failure).hasMessageNotContaining("example").hasMessageNotContaining("secret").hasMessageContaining("1062").hasNoCause();
  }
}

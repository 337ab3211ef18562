package dev.tideway.verify;

import dev.tideway.error.MigrationFailed;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.model.CatalogPair;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.run.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Documents longer than max_allowed_packet, on two servers that only this test uses. */
class LongDocumentIT {
  private static final int PACKET = 65_536;

  private static DatabaseServer start() throws Exception {
    return SourceServer.MYSQL_8_0.start(CacheDirectory.standard(), List.of(), Progress.silent());
  }

  /** Two documents of one row; each alone is shorter than a packet, both together are not. */
  private static void fill(DatabaseServer server, int length, char last) throws SQLException {
    try (Connection connection = server.connect(server.admin()); Statement statement = connection.createStatement()) {
      String document = "JSON_QUOTE(CONCAT(REPEAT('x', " + length + "), '" + last + "'))";
      statement.execute("CREATE DATABASE documents");
      statement.execute("CREATE TABLE documents.t (id INT PRIMARY KEY, j JSON, k JSON)");
      statement.execute("INSERT INTO documents.t VALUES (1000, " + document + ", " + document + ")");
      // more than are read to find out how documents are printed
      for (int id = 1; id <= 100; id++) {
        statement.execute("INSERT INTO documents.t VALUES (" + id + ", '1', NULL)");
      }
    }
    set(server, PACKET);
  }

  private static void set(DatabaseServer server, int packet) throws SQLException {
    try (Connection connection = server.connect(server.admin()); Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL max_allowed_packet = " + packet);
    }
  }

  private static VerificationResult verify(DatabaseServer source, DatabaseServer target) throws SQLException {
    Inventory inventory;
    try (Connection from = source.connect(source.admin()); Connection to = target.connect(target.admin())) {
      inventory = CatalogPair.read(from, to, List.of(new Migration.SchemaSelection("documents", List.of())));
    }
    return new Verifier(
            side -> side == Side.source ? source.connect(source.admin()) : target.connect(target.admin()),
            new Verifier.Settings(1, 1_000, Migration.Compare.full, 10, Duration.ofMillis(10), true, Optional.empty()),
            (table, rows, mismatches) -> {})
        .run(inventory, line -> {});
  }

  @Test
  void rowsWhoseTextNeitherServerCanJoinAreNotTakenForEqual() throws Exception {
    try (DatabaseServer source = start(); DatabaseServer target = start()) {
      fill(source, PACKET * 2 / 3, 'a');
      fill(target, PACKET * 2 / 3, 'b');
      assertThatThrownBy(() -> verify(source, target)).isInstanceOf(MigrationFailed.class).hasMessageContaining("documents.t").hasMessageContaining("too large");
    }
  }

  @Test
  void aDocumentThatTheServerDoesNotSendIsAnError() throws Exception {
    try (DatabaseServer source = start(); DatabaseServer target = start()) {
      fill(source, PACKET * 2, 'a');
      fill(target, PACKET * 2, 'a');
      set(target, 8 * PACKET);
      assertThatThrownBy(() -> verify(source, target)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E148").hasMessageContaining("documents.t");
    }
  }
}

package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.demo.SampleWriter;
import dev.tideway.local.demo.Workload;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.LocalSql;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.SchemaComparator;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole migration of an application that lets a foreign key delete its rows and then uses their keys and unique values again. On MySQL 8.0 the deleted
 * rows are still on the target, and the new ones collide with them; MySQL 9.7 writes their deletion to the binlog.
 */
@EndToEnd
final class CascadesIT {
  private static final String SCHEMA = "cascading";
  private static final int FAMILIES = 1000;

  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @ParameterizedTest
  @EnumSource(value = SourceServer.class, names = {"MYSQL_8_0", "MYSQL_9"})
  void movesRowsThatTakeThePlaceOfThoseThatACascadeDeleted(SourceServer server) throws Exception {
    DatabaseServer source = TestServers.ofTheApplication(server);
    create(source);
    Reuse reuse = new Reuse();
    try (SampleWriter writer = SampleWriter.start(source, reuse, 11, 30)) {
      TestMigration migration = new TestMigration(source, target, List.of(SCHEMA)).start();
      DescribeExecutionResponse end = migration.approveFreezeAndAwait(writer);

      assertThat(end.statusAsString()).as("%s %s%s", end.error(), end.cause(), migration.mismatches()).isEqualTo("SUCCEEDED");
      assertThat(writer.failure()).isEmpty();
      assertThat(reuse.events.get()).as("rows deleted by a cascade").isGreaterThan(50);
      JsonNode output = Json.read(end.output(), JsonNode.class);
      assertThat(output.get("mismatches").asLong()).isZero();
      RowComparator.Report rows = new RowComparator(source, target).compare(List.of(SCHEMA), 20);
      assertThat(rows.differences()).isEmpty();
      assertThat(output.get("rows").asLong()).isEqualTo(rows.rows());
      assertThat(new SchemaComparator(source, target).compare(List.of(SCHEMA))).isEmpty();
      assertThat(TestApplication.shared().denials()).isEmpty();
      writer.unfreeze();
    }
  }

  private void create(DatabaseServer source) throws SQLException {
    try (Connection from = source.connect(source.admin()); Connection to = target.connect(target.admin())) {
      LocalSql.run(to, "SET foreign_key_checks = 0");
      LocalSql.run(to, "DROP DATABASE IF EXISTS " + SCHEMA);
      LocalSql.run(from, "DROP DATABASE IF EXISTS " + SCHEMA);
      LocalSql.run(from, "CREATE DATABASE " + SCHEMA);
      LocalSql.run(from, "CREATE TABLE cascading.parent (id INT PRIMARY KEY, name VARCHAR(40))");
      LocalSql.run(
          from,
          "CREATE TABLE cascading.child (id INT PRIMARY KEY AUTO_INCREMENT, parent INT NOT NULL, slot INT NOT NULL, note VARCHAR(40), UNIQUE KEY (slot),"
              + " FOREIGN KEY (parent) REFERENCES cascading.parent (id) ON DELETE CASCADE)");
      for (int i = 1; i <= FAMILIES; i++) {
        LocalSql.run(from, "INSERT INTO cascading.parent VALUES (%d, 'parent %d')".formatted(i, i));
        LocalSql.run(from, "INSERT INTO cascading.child VALUES (%d, %d, %d, 'first')".formatted(i, i, i));
      }
    }
  }

  /** Usually changes notes; sometimes deletes a parent and gives its child's values to a different row. */
  private static final class Reuse implements Workload {
    private final AtomicInteger events = new AtomicInteger();

    /** A row of the child table. */
    private record Child(int id, int parent, int slot) {}

    @Override
    public Changes transaction(Connection connection, RandomGenerator random) throws SQLException {
      Child child = child(connection, "TRUE").orElseThrow();
      if (random.nextInt(10) > 0) {
        LocalSql.run(connection, "UPDATE cascading.child SET note = 'note %d' WHERE id = %d".formatted(random.nextInt(), child.id()));
        return Changes.updated(1);
      }
      events.incrementAndGet();
      Child other = child(connection, "parent <> " + child.parent()).orElseThrow();
      LocalSql.run(connection, "DELETE FROM cascading.parent WHERE id = %d".formatted(child.parent()));
      switch (random.nextInt(4)) {
        case 0 -> insert(connection, "DEFAULT", other.parent(), child.slot());
        case 1 -> {
          bringBack(connection, child.parent());
          insert(connection, "DEFAULT", child.parent(), child.slot());
        }
        case 2 -> {
          bringBack(connection, child.parent());
          insert(connection, String.valueOf(child.id()), child.parent(), child.slot());
        }
        default -> {
          bringBack(connection, child.parent());
          LocalSql.run(connection, "UPDATE cascading.child SET slot = %d WHERE id = %d".formatted(child.slot(), other.id()));
          insert(connection, "DEFAULT", child.parent(), other.slot());
        }
      }
      return Changes.deleted(1).plus(Changes.inserted(1));
    }

    private static void bringBack(Connection connection, int parent) throws SQLException {
      LocalSql.run(connection, "INSERT INTO cascading.parent VALUES (%d, 'again')".formatted(parent));
    }

    private static void insert(Connection connection, String id, int parent, int slot) throws SQLException {
      LocalSql.run(connection, "INSERT INTO cascading.child VALUES (%s, %d, %d, 'later')".formatted(id, parent, slot));
    }

    private static Optional<Child> child(Connection connection, String condition) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT id, parent, slot FROM cascading.child WHERE " + condition + " ORDER BY RAND() LIMIT 1")) {
        return row.next() ? Optional.of(new Child(row.getInt(1), row.getInt(2), row.getInt(3))) : Optional.empty();
      }
    }
  }
}

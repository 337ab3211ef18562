package dev.tideway.local.demo;

import dev.tideway.local.servers.Catalogue;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.LocalSql;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.TableShape;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemoDatabaseIT {
  @ParameterizedTest
  @ValueSource(longs = {200, 1_000, 23_457})
  void insertsExactlyAsManyRowsAsAsked(long rows) throws SQLException {
    try (Connection connection = filled(LocalFlavour.MARIADB, rows, 1)) {
      long counted = 0;
      for (String schema : DemoDatabase.SCHEMAS) {
        for (TableShape table : new Catalogue(connection, LocalFlavour.MARIADB).tables(schema)) {
          counted += count(connection, table.sqlName());
        }
      }
      assertThat(counted).isEqualTo(rows);
      assertThat(count(connection, "crm.campaigns")).isZero();
      assertThat(count(connection, "shop.order_totals")).isEqualTo(count(connection, "shop.orders"));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.tideway.local.servers.TestServers#sources")
  void holdsNoRowWithoutItsParent(LocalFlavour flavour) throws SQLException {
    try (Connection connection = filled(flavour, 5_000, 3)) {
      int keys = 0;
      for (String schema : DemoDatabase.SCHEMAS) {
        for (TableShape table : new Catalogue(connection, flavour).tables(schema)) {
          for (var key : table.foreignKeys()) {
            keys++;
            String column = LocalSql.name(key.columns().getFirst());
            assertThat(count(connection, table.sqlName() + " c LEFT JOIN " + LocalSql.name(key.parentSchema(), key.parentTable()) + " p ON p."
                + LocalSql.name(key.parentColumns().getFirst()) + " = c." + column + " WHERE c." + column + " IS NOT NULL AND p."
                + LocalSql.name(key.parentColumns().getFirst()) + " IS NULL")).as(key.name()).isZero();
          }
        }
      }
      assertThat(keys).isEqualTo(10);
    }
  }

  @Test
  void containsWhatMigrationsFailAt() throws SQLException {
    try (Connection connection = filled(LocalFlavour.MYSQL, 20_000, 5)) {
      assertThat(count(connection, "crm.documents WHERE OCTET_LENGTH(body) > 32768")).isGreaterThan(10);
      assertThat(count(connection, "crm.documents WHERE OCTET_LENGTH(attachment) > 32768")).isGreaterThan(5);
      assertThat(count(connection, "shop.product_images WHERE OCTET_LENGTH(image) > 32768")).isGreaterThan(10);
      assertThat(count(connection, "shop.customers WHERE name LIKE '%🌊%'")).isGreaterThan(10);
      assertThat(count(connection, "shop.customers WHERE credit IS NULL")).isGreaterThan(10);
      assertThat(count(connection, "shop.customers WHERE credit < 0")).isGreaterThan(10);
      assertThat(count(connection, "shop.orders WHERE customer_id IS NULL")).isGreaterThan(10);
      assertThat(count(connection, "shop.products WHERE ABS(price_with_tax - price * 1.21) < 0.001")).isGreaterThan(10);
    }
  }

  @Test
  void makesTheSameRowsFromTheSameSeedOnBothServersAndDifferentRowsFromADifferentSeed() throws SQLException {
    filled(LocalFlavour.MARIADB, 8_000, 11).close();
    filled(LocalFlavour.MYSQL, 8_000, 11).close();
    RowComparator comparator = new RowComparator(TestServers.shared(LocalFlavour.MARIADB), TestServers.shared(LocalFlavour.MYSQL));

    RowComparator.Report same = comparator.compare(DemoDatabase.SCHEMAS, 5);
    assertThat(same.differences()).isEmpty();
    assertThat(same.rows()).isEqualTo(8_000);
    assertThat(same.tables()).isEqualTo(12);

    filled(LocalFlavour.MYSQL, 8_000, 12).close();
    assertThat(comparator.compare(DemoDatabase.SCHEMAS, 5).found()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void isWrittenToUntilItIsFrozen(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    filled(flavour, 2_000, 7).close();
    try (SampleWriter writer = SampleWriter.start(server, new DemoWorkload(), 7, 2_000)) {
      while (writer.counts().transactions() < 1_500) {
        assertThat(writer.failure()).isEmpty();
        Thread.sleep(20);
      }
      writer.freeze();
      SampleWriter.Counts atFreeze = writer.counts();

      assertThat(writer.running()).isFalse();
      assertThat(writer.failure()).isEmpty();
      assertThat(atFreeze.inserts()).isGreaterThan(500);
      assertThat(atFreeze.updates()).isGreaterThan(300);
      assertThat(atFreeze.deletes()).isGreaterThan(30);
      assertThat(atFreeze.lastWrite()).isPresent();
      try (Connection application = server.connect(server.application())) {
        assertThatThrownBy(() -> LocalSql.run(application, "DELETE FROM shop.payments LIMIT 1")).hasMessageContaining("read-only");
      }
      if (flavour == LocalFlavour.MYSQL) {
        try (Connection admin = server.connect(server.admin())) {
          assertThatThrownBy(() -> LocalSql.run(admin, "DELETE FROM shop.payments LIMIT 1")).hasMessageContaining("super-read-only");
        }
      }
      assertThat(writer.counts()).isEqualTo(atFreeze);
      writer.unfreeze();
      try (Connection application = server.connect(server.application())) {
        LocalSql.run(application, "DELETE FROM shop.payments LIMIT 1");
      }
    }
  }

  @Test
  void deletesParentsOfBothKindsOfForeignKey() throws Exception {
    DatabaseServer server = TestServers.shared(LocalFlavour.MARIADB);
    try (Connection connection = filled(LocalFlavour.MARIADB, 2_000, 8)) {
      long customers = count(connection, "shop.customers WHERE id <= 200");
      long orders = count(connection, "shop.orders WHERE id <= 360");
      long contacts = count(connection, "crm.contacts WHERE id LIKE 'c-0%'");
      try (SampleWriter writer = SampleWriter.start(server, new DemoWorkload(), 8, 5_000)) {
        while (writer.running()
            && (count(connection, "shop.customers WHERE id <= 200") == customers
                || count(connection, "shop.orders WHERE id <= 360") == orders
                || count(connection, "crm.contacts WHERE id LIKE 'c-0%'") == contacts)) {
          Thread.sleep(50);
        }
        assertThat(writer.failure()).isEmpty();
      }
      assertThat(count(connection, "shop.customers WHERE id <= 200")).isLessThan(customers);
    }
  }

  @Test
  void writesNoFasterThanAsked() throws Exception {
    filled(LocalFlavour.MARIADB, 1_000, 9).close();
    try (SampleWriter writer = SampleWriter.start(TestServers.shared(LocalFlavour.MARIADB), new DemoWorkload(), 9, 20)) {
      long began = System.nanoTime();
      Thread.sleep(1_000);
      double seconds = (System.nanoTime() - began) / 1e9;
      assertThat(writer.counts().transactions()).isBetween(2L, (long) (20 * seconds) + 2);
    }
  }

  @Test
  void reportsWhyItEnded() throws Exception {
    filled(LocalFlavour.MARIADB, 1_000, 9).close();
    Workload broken = (connection, random) -> {
      LocalSql.run(connection, "INSERT INTO shop.no_such_table VALUES (1)");
      return Workload.Changes.NONE;
    };
    try (SampleWriter writer = SampleWriter.start(TestServers.shared(LocalFlavour.MARIADB), broken, 1, 100)) {
      while (writer.running()) {
        Thread.sleep(10);
      }
      assertThat(writer.failure()).get().extracting(SQLException::getMessage).asString().contains("no_such_table");
    }
  }

  private static Connection filled(LocalFlavour flavour, long rows, long seed) throws SQLException {
    DatabaseServer server = TestServers.shared(flavour);
    Connection connection = server.connect(server.admin());
    DemoDatabase.create(connection);
    assertThat(DemoDatabase.fill(connection, rows, seed, Progress.silent())).isEqualTo(rows);
    return connection;
  }

  private static long count(Connection connection, String from) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

package dev.tideway.local.servers;

import dev.tideway.local.demo.DemoDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.tideway.local.servers.LocalDifference.Kind.CHANGED_ROW;
import static dev.tideway.local.servers.LocalDifference.Kind.EXTRA_ROW;
import static dev.tideway.local.servers.LocalDifference.Kind.MISSING_ROW;
import static dev.tideway.local.servers.LocalDifference.Kind.MISSING_TABLE;
import static org.assertj.core.api.Assertions.assertThat;

class ComparatorsIT {
  private static final List<String> ODD = List.of("odd");

  @ParameterizedTest
  @MethodSource("dev.tideway.local.servers.TestServers#sources")
  void findsNothingBetweenTheSameDatabaseOnASourceAndOnTidb(LocalFlavour flavour) throws SQLException {
    fillDemo(flavour);
    fillDemo(LocalFlavour.TIDB);

    RowComparator.Report rows = rows(flavour, DemoDatabase.SCHEMAS);
    assertThat(rows.differences()).isEmpty();
    assertThat(rows.same()).isTrue();
    assertThat(rows.rows()).isEqualTo(3_000);
    assertThat(schema(flavour, DemoDatabase.SCHEMAS)).isEmpty();
  }

  @Test
  void namesTheOneRowThatIsMissingExtraOrChanged() throws SQLException {
    fillDemo(LocalFlavour.MARIADB);
    fillDemo(LocalFlavour.TIDB);
    onTidb("DELETE FROM shop.payments WHERE id = 17");
    onTidb("INSERT INTO shop.stock (warehouse, product_id, quantity) VALUES (900, 5, 1)");
    onTidb("UPDATE crm.contacts SET name = CONCAT(name, ' ') WHERE id = 'c-0000000002'");
    onTidb("UPDATE shop.customers SET preferences = JSON_SET(COALESCE(preferences, '{}'), '$.x', 1), credit = 0.01 WHERE id = 3");
    onTidb("UPDATE shop.orders SET placed_at = placed_at + INTERVAL 1 MICROSECOND WHERE id = 4");
    onTidb("UPDATE shop.product_images SET image = CONCAT(image, x'00') WHERE product_id = 1 AND position = 1");

    RowComparator.Report report = rows(LocalFlavour.MARIADB, DemoDatabase.SCHEMAS);

    assertThat(report.differences()).containsExactlyInAnyOrder(
        new LocalDifference("shop.payments", MISSING_ROW, "17", List.of()),
        new LocalDifference("shop.stock", EXTRA_ROW, "900, 5", List.of()),
        new LocalDifference("crm.contacts", CHANGED_ROW, "c-0000000002", List.of("name")),
        new LocalDifference("shop.customers", CHANGED_ROW, "3", List.of("credit", "preferences", "updated_at")),
        new LocalDifference("shop.orders", CHANGED_ROW, "4", List.of("placed_at")),
        new LocalDifference("shop.product_images", CHANGED_ROW, "1, 1", List.of("image")));
    assertThat(new RowComparator(TestServers.shared(LocalFlavour.MARIADB), TestServers.shared(LocalFlavour.TIDB))
        .compare(DemoDatabase.SCHEMAS, 2)).satisfies(limited -> {
          assertThat(limited.found()).isEqualTo(6);
          assertThat(limited.differences()).hasSize(2);
        });
  }

  @Test
  void namesWhatTheSchemaLacks() throws SQLException {
    fillDemo(LocalFlavour.MYSQL);
    fillDemo(LocalFlavour.TIDB);
    onTidb("ALTER TABLE shop.customers DROP INDEX customers_tier_created");
    onTidb("ALTER TABLE shop.payments DROP INDEX payments_reference");
    onTidb("ALTER TABLE shop.payments ADD INDEX payments_reference (reference)");
    onTidb("ALTER TABLE shop.orders DROP FOREIGN KEY orders_customer_fk");
    onTidb("ALTER TABLE shop.product_images DROP FOREIGN KEY product_images_product_fk");
    onTidb("ALTER TABLE shop.product_images ADD CONSTRAINT product_images_product_fk FOREIGN KEY (product_id)"
        + " REFERENCES shop.products (id)");
    onTidb("ALTER TABLE shop.order_lines ALTER COLUMN quantity SET DEFAULT 2");
    onTidb("ALTER TABLE crm.contacts MODIFY company VARCHAR(200) NULL");
    onTidb("ALTER TABLE crm.documents MODIFY updated_at DATETIME(6) NULL");
    onTidb("DROP VIEW shop.order_totals");
    onTidb("DROP TABLE crm.campaigns");
    onTidb("CREATE TABLE crm.only_here (id INT PRIMARY KEY)");

    assertThat(schema(LocalFlavour.MYSQL, DemoDatabase.SCHEMAS)).extracting(SchemaComparator.SchemaDifference::object)
        .containsExactlyInAnyOrder(
            "index shop.customers.customers_tier_created",
            "index shop.payments.payments_reference",
            "foreign key shop.orders.orders_customer_fk",
            "foreign key shop.product_images.product_images_product_fk",
            "column shop.order_lines.quantity",
            "column crm.contacts.company",
            "column crm.documents.updated_at",
            "view shop.order_totals",
            "table crm.campaigns",
            "column crm.campaigns.id",
            "column crm.campaigns.name",
            "column crm.campaigns.budget",
            "column crm.campaigns.starts_on",
            "index crm.campaigns.PRIMARY",
            "index crm.campaigns.campaigns_name");
    assertThat(rows(LocalFlavour.MYSQL, DemoDatabase.SCHEMAS).differences())
        .containsExactly(new LocalDifference("crm.campaigns", MISSING_TABLE, "", List.of()));
  }

  @Test
  void findsANextValueThatIsTaken() throws SQLException {
    // TiDB advances its own counter with every row written through it, so here the source is ahead
    odd(LocalFlavour.MARIADB, "CREATE TABLE odd.t (id INT AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO odd.t VALUES (70000)");
    odd(LocalFlavour.TIDB, "CREATE TABLE odd.t (id INT AUTO_INCREMENT PRIMARY KEY)");
    assertThat(schema(LocalFlavour.MARIADB, ODD)).singleElement().satisfies(difference -> {
      assertThat(difference.object()).isEqualTo("next value odd.t");
      assertThat(difference.needed()).isEqualTo("over 70000");
    });

    onTidb("ALTER TABLE odd.t AUTO_INCREMENT = 70001");
    assertThat(schema(LocalFlavour.MARIADB, ODD)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void seesEveryTypeAsTheSameValueAndEveryChangeOfIt(LocalFlavour flavour) throws SQLException {
    String table = """
        CREATE TABLE odd.`select ``from` (
          id VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY,
          f FLOAT, d DOUBLE, b BIT(64), y YEAR, t TIME(3), dt DATETIME(6), ts TIMESTAMP(6) NULL,
          dc DECIMAL(30,10), z INT(7) UNSIGNED ZEROFILL,
          e ENUM('a', 'ü'), s SET('x', 'y'), bi BINARY(4), j JSON, u BIGINT UNSIGNED, lb LONGBLOB
        ) DEFAULT CHARSET utf8mb4""";
    String row = """
        INSERT INTO odd.`select ``from` VALUES ('%s', 16777217.1, 0.1, 18446744073709551615, 1999,
          '-837:59:59.123', '9999-12-31 23:59:59.999999',
          '2038-01-19 03:14:07.5', -12345678901234567890.0123456789, 42, 'ü', 'x,y', x'00ff', '{"b": 1.50, "a": [1, "é"]}',
          18446744073709551615,
          x'00010203')""";
    odd(flavour, table, row.formatted("Ab"), row.formatted("aa "), row.formatted("Z"));
    odd(LocalFlavour.TIDB, table, row.formatted("Z"), row.formatted("aa "), row.formatted("Ab"));
    assertThat(rows(flavour, ODD).differences()).isEmpty();

    for (String change : List.of("f = 16777220", "d = 0.10000000000000002", "b = 18446744073709551614", "y = 2000", "t = '-837:59:59.124'",
        "dt = '9999-12-31 23:59:59.999998'", "ts = '2038-01-19 03:14:07.500001'", "dc = -12345678901234567890.0123456788",
        "z = 43", "e = 'a'",
        "s = 'x'", "bi = x'00fe'", "j = '{\"b\": 1.51, \"a\": [1, \"é\"]}'", "u = 18446744073709551614", "lb = x'000102'", "lb = NULL")) {
      onTidb("UPDATE odd.`select ``from` SET " + change + " WHERE id = 'Z'");
      String column = change.substring(0, change.indexOf(' '));
      assertThat(rows(flavour, ODD).differences())
          .containsExactly(new LocalDifference("odd.select `from", CHANGED_ROW, "Z", List.of(column)));
      onTidb("DELETE FROM odd.`select ``from` WHERE id = 'Z'");
      onTidb(row.formatted("Z"));
    }
  }

  @Test
  void countsDuplicatesWhereThereIsNoKey() throws SQLException {
    odd(LocalFlavour.MYSQL, "CREATE TABLE odd.t (a INT, b VARCHAR(9))", "INSERT INTO odd.t VALUES (1, 'x'), (1, 'x'), (NULL, 'y'), (1, '')");
    odd(LocalFlavour.TIDB, "CREATE TABLE odd.t (a INT, b VARCHAR(9))", "INSERT INTO odd.t VALUES (NULL, 'y'), (1, 'x'), (1, ''), (1, 'x')");
    assertThat(rows(LocalFlavour.MYSQL, ODD).differences()).isEmpty();

    onTidb("UPDATE odd.t SET a = 2 WHERE b = 'x' LIMIT 1");
    assertThat(rows(LocalFlavour.MYSQL, ODD).differences()).extracting(LocalDifference::kind).containsExactlyInAnyOrder(MISSING_ROW, EXTRA_ROW);
  }

  private static RowComparator.Report rows(LocalFlavour source, List<String> schemas) throws SQLException {
    return new RowComparator(TestServers.shared(source), TestServers.shared(LocalFlavour.TIDB)).compare(schemas, 50);
  }

  private static List<SchemaComparator.SchemaDifference> schema(LocalFlavour source, List<String> schemas) throws SQLException {
    return new SchemaComparator(TestServers.shared(source), TestServers.shared(LocalFlavour.TIDB)).compare(schemas);
  }

  private static void fillDemo(LocalFlavour flavour) throws SQLException {
    DatabaseServer server = TestServers.shared(flavour);
    try (Connection connection = server.connect(server.admin())) {
      DemoDatabase.create(connection);
      DemoDatabase.fill(connection, 3_000, 21, Progress.silent());
    }
  }

  private static void odd(LocalFlavour flavour, String... statements) throws SQLException {
    run(flavour, "DROP DATABASE IF EXISTS odd", "CREATE DATABASE odd DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    run(flavour, statements);
  }

  private static void onTidb(String statement) throws SQLException {
    run(LocalFlavour.TIDB, statement);
  }

  private static void run(LocalFlavour flavour, String... statements) throws SQLException {
    DatabaseServer server = TestServers.shared(flavour);
    try (Connection connection = server.connect(server.admin())) {
      for (String statement : statements) {
        LocalSql.run(connection, statement);
      }
    }
  }
}

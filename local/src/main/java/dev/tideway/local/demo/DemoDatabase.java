package dev.tideway.local.demo;

import dev.tideway.local.servers.LocalSql;
import dev.tideway.local.servers.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The demo's database: twelve tables and a view in the schemas {@code shop} and {@code crm}. They have what is difficult for migrations:
 * foreign keys that cascade and that set NULL, composite, text and binary keys, generated columns, JSON, values beyond 32 KB, emoji, and an
 * empty table.
 *
 * <p>The server itself computes the rows from (seed, row number), so the same seed gives the same rows on any machine.
 */
public final class DemoDatabase {
  /** Its schemas. */
  public static final List<String> SCHEMAS = List.of("shop", "crm");

  private static final int BATCH = 10_000;
  private static final int LONG_VALUES = 40;

  private DemoDatabase() {}

  /** Creates the empty tables; drops everything that the two schemas had before. */
  public static void create(Connection connection) throws SQLException {
    for (String statement : resource("demo.sql").split(";\n")) {
      if (!statement.isBlank()) {
        LocalSql.run(connection, statement);
      }
    }
  }

  /**
   * Fills the tables.
   *
   * @param rows number of rows in all, at least 200
   * @return number of inserted rows: {@code rows}
   */
  public static long fill(Connection connection, long rows, long seed, Progress progress) throws SQLException {
    if (rows < 200) {
      throw new IllegalArgumentException("the demo needs at least 200 rows for its tables, not " + rows);
    }
    Sizes sizes = new Sizes(rows);
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      // every reference is valid by construction, and row-by-row checks would double the time
      statement.execute("SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0, SESSION time_zone = '+00:00'");
      long filled = 0;
      for (Table table : tables(sizes)) {
        for (long first = 0; first < table.rows(); first += BATCH) {
          long inserted = statement.executeLargeUpdate(insert(table, first, seed));
          if (filled / 1_000_000 != (filled + inserted) / 1_000_000) {
            progress.report("filling the source: " + (filled + inserted) + " of " + rows + " rows");
          }
          filled += inserted;
        }
      }
      statement.execute("SET SESSION foreign_key_checks = 1, SESSION unique_checks = 1");
      return filled;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  /** The number of rows of each table; order lines take the remaining rows. */
  private record Sizes(long rows) {
    long categories() {
      return Math.clamp(rows / 500, 5, 200);
    }

    long customers() {
      return rows / 10;
    }

    long products() {
      return rows / 25;
    }

    long images() {
      return rows / 100;
    }

    long orders() {
      return rows * 18 / 100;
    }

    long payments() {
      return rows * 14 / 100;
    }

    long stock() {
      return rows * 6 / 100;
    }

    long contacts() {
      return rows / 20;
    }

    long activities() {
      return rows * 6 / 100;
    }

    long documents() {
      return rows / 100;
    }

    long lines() {
      return rows - categories() - customers() - products() - images() - orders() - payments() - stock() - contacts() - activities() - documents();
    }
  }

  /**
   * The rows of one table.
   *
   * @param values an expression for each column over the row number {@code n} (from 0), where {@code h(x)} is a 32-bit hash of seed, x and
   *     n
   */
  private record Table(String name, long rows, String columns, String values) {}

  private static List<Table> tables(Sizes sizes) {
    String name = "ELT(1 + h(name) % 8, 'Ana', 'Jürgen', 'Zoë 🌊', '李雷', 'Søren', 'Ольга', 'O''Neil', 'あかり 🎌')";
    String moment = "'2024-01-01' + INTERVAL h(day) % 63072000 SECOND + INTERVAL h(fraction) % 1000 * 1001 MICROSECOND";
    return List.of(
        new Table("shop.categories", sizes.categories(), "id, parent_id, name",
            "n + 1, IF(n < 4, NULL, 1 + h(parent) % 4), CONCAT('Category ', n + 1, ELT(1 + h(mark) % 3, '', ' ⭐', ' – ñandú'))"),
        new Table("shop.customers", sizes.customers(), "id, email, name, tier, tags, credit, preferences, created_at, updated_at",
            """
            n + 1, CONCAT('c', n + 1, '@example.com'), CONCAT(%s, ' ', LEFT(SHA2(h(family), 256), 6)),
            ELT(1 + h(tier) %% 3, 'bronze', 'silver', 'gold'), h(tags) %% 8,
            IF(h(credit) %% 4 = 0, NULL, h(credit) %% 2000000 / 100 - 9000),
            IF(h(json) %% 5 = 0, NULL, JSON_OBJECT('theme', IF(h(theme) %% 2, 'dark', 'light'),
              'limits', JSON_ARRAY(h(limit) %% 100, NULL, TRUE),
              'greeting', '¡hola! 🎉', 'ratio', 0.25, 'nested', JSON_OBJECT('b', 1, 'a', 'x"y'))),
            %s, '2025-01-01' + INTERVAL h(updated) %% 30000000 SECOND""".formatted(name, moment)),
        new Table("shop.products", sizes.products(), "id, sku, name, category_id, price, weight, description",
            """
            n + 1, CONCAT('SKU-', LPAD(n + 1, 8, '0')), CONCAT(%s, '''s thing №', n + 1),
            IF(h(category) %% 20 = 0, NULL, 1 + h(category) %% %d), h(price) %% 1000000 / 100,
            IF(h(weight) %% 9 = 0, NULL, h(weight) / 7e3),
            IF(h(text) %% 3 = 0, NULL, REPEAT(CONCAT(LEFT(SHA2(h(text), 256), 32), ' naïve café ☕\n'), 1 + h(text) %% 6))"""
                .formatted(name, sizes.categories())),
        new Table("shop.product_images", sizes.images(), "product_id, position, mime, image",
            """
            1 + n %% %d, 1 + n DIV %d, ELT(1 + h(mime) %% 2, 'image/png', 'image/webp'),
            UNHEX(REPEAT(LEFT(SHA2(h(image), 256), 32), IF(n < %d, 2100 + h(size) %% 3000, 1 + h(size) %% 20)))"""
                .formatted(sizes.products(), sizes.products(), LONG_VALUES)),
        new Table("shop.orders", sizes.orders(), "id, customer_id, status, note, placed_at, shipped_on",
            """
            n + 1, IF(h(guest) %% 10 = 0, NULL, 1 + h(customer) %% %d), ELT(1 + h(status) %% 4, 'new', 'paid', 'shipped', 'returned'),
            IF(h(note) %% 3 = 0, CONCAT('🎁 ', %s), NULL), %s, IF(h(status) %% 4 < 2, NULL, '2024-02-29' + INTERVAL h(ship) %% 900 DAY)"""
                .formatted(sizes.customers(), name, moment)),
        new Table("shop.order_lines", sizes.lines(), "order_id, line_no, product_id, quantity, unit_price",
            "1 + n %% %d, 1 + n DIV %d, 1 + h(product) %% %d, 1 + h(quantity) %% 9, h(price) %% 500000 / 100"
                .formatted(sizes.orders(), sizes.orders(), sizes.products())),
        new Table("shop.payments", sizes.payments(), "id, order_id, amount, reference, state, paid_at",
            """
            n + 1, 1 + h(order) %% %d, (h(amount) %% 20000000 - 1000) * 0.000731, UNHEX(LEFT(SHA2(CONCAT(n, 'payment', h(reference)), 256), 32)),
            ELT(1 + h(state) %% 3, 'open', 'settled', 'failed'), IF(h(state) %% 3 = 0, NULL, %s)""".formatted(sizes.orders(), moment)),
        new Table("shop.stock", sizes.stock(), "warehouse, product_id, quantity, counted_on, cut_off",
            """
            1 + n DIV %d, 1 + n %% %d, h(quantity) %% 2000 - 50, '2025-06-30' + INTERVAL h(counted) %% 300 DAY,
            SEC_TO_TIME(h(time) %% 86400)""".formatted(sizes.products(), sizes.products())),
        new Table("crm.contacts", sizes.contacts(), "id, name, company, newsletter, notes, created_at",
            """
            CONCAT('c-', LPAD(n + 1, 10, '0')), CONCAT(%s, ' ', n),
            IF(h(company) %% 3 = 0, NULL, CONCAT('Firma ', h(company) %% 5000, ' GmbH & Co')),
            h(newsletter) %% 2, IF(h(notes) %% 4 = 0, NULL, REPEAT('línea ✍️ ', 1 + h(notes) %% 12)), %s""".formatted(name, moment)),
        new Table("crm.activities", sizes.activities(), "id, contact_id, kind, payload, happened_at",
            """
            n + 1, CONCAT('c-', LPAD(1 + h(contact) %% %d, 10, '0')), ELT(1 + h(kind) %% 3, 'call', 'mail', 'visit'),
            JSON_OBJECT('kind', h(kind) %% 3, 'minutes', h(minutes) %% 90 / 4, 'tags', JSON_ARRAY('a', 'ß', '🚀'), 'ok', h(ok) %% 2 = 1),
            '2024-06-01' + INTERVAL h(day) %% 50000000 SECOND + INTERVAL h(fraction) %% 1000 * 1000 MICROSECOND"""
                .formatted(sizes.contacts())),
        new Table("crm.documents", sizes.documents(), "id, contact_id, title, body, attachment, updated_at",
            """
            UNHEX(LEFT(SHA2(CONCAT('document', n, h(id)), 256), 32)), IF(h(contact) %% 6 = 0, NULL, CONCAT('c-', LPAD(1 + h(contact) %% %d, 10, '0'))),
            CONCAT(%s, ' №', n), IF(h(body) %% 7 = 0, NULL, REPEAT(CONCAT(LEFT(SHA2(h(body), 256), 32), ' Überschrift 📄 '),
              IF(n < %d, 900 + h(length) %% 1200, 1 + h(length) %% 9))),
            IF(h(attachment) %% 2 = 0, NULL, UNHEX(REPEAT(LEFT(SHA2(h(attachment), 256), 32), IF(n < %d, 2100 + h(length) %% 5000, 2)))), %s"""
                .formatted(sizes.contacts(), name, LONG_VALUES, LONG_VALUES, moment)));
  }

  private static String insert(Table table, long first, long seed) {
    String digit = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
        + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
    long last = Math.min(first + BATCH, table.rows());
    String numbers = "SELECT " + first + " + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM " + digit + " a, " + digit + " b, "
        + digit + " c, " + digit + " e";
    String values = table.values().replaceAll("\\bh\\((\\w+)\\)",
        "CAST(CRC32(CONCAT_WS(':', " + seed + ", '" + table.name() + "', '$1', n)) AS SIGNED)");
    return "INSERT INTO " + table.name() + " (" + table.columns() + ") SELECT " + values
        + " FROM (" + numbers + ") numbers WHERE n < " + last + " ORDER BY n";
  }

  private static String resource(String name) {
    try (InputStream stream = DemoDatabase.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not on the classpath");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}

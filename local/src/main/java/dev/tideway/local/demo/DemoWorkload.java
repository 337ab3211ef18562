package dev.tideway.local.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Simulates a shop and its sales staff: every table except the empty one changes, and parents of foreign keys are deleted. */
public final class DemoWorkload implements Workload {
  private static final List<String> WORDS = List.of("wave", "tide", "harbour", "Ebbe", "Flut", "mañana", "été", "潮汐", "прилив", "🌊",
      "it's", "100%", "back\\\\slash", "naïve", "Ærø");

  @Override
  public Changes transaction(Connection connection, RandomGenerator random) throws SQLException {
    int percentile = random.nextInt(100);
    if (percentile < 25) {
      return order(connection, random);
    }
    if (percentile < 33) {
      return customer(connection, random);
    }
    if (percentile < 45) {
      return changeCustomer(connection, random);
    }
    if (percentile < 55) {
      return changeProduct(connection, random);
    }
    if (percentile < 63) {
      return changeStock(connection, random);
    }
    if (percentile < 71) {
      return changeOrder(connection, random);
    }
    if (percentile < 79) {
      return activity(connection, random);
    }
    if (percentile < 83) {
      return contact(connection, random);
    }
    if (percentile < 87) {
      return document(connection, random);
    }
    if (percentile < 90) {
      return changeDocument(connection, random);
    }
    if (percentile < 92) {
      return picture(connection, random);
    }
    if (percentile < 94) {
      return delete(connection, "shop.payments", pick(connection, "shop.payments", random));
    }
    if (percentile < 97) {
      // its lines and payments are deleted with it
      return delete(connection, "shop.orders", pick(connection, "shop.orders", random));
    }
    if (percentile < 98) {
      // its orders stay and lose their customer
      return delete(connection, "shop.customers", pick(connection, "shop.customers", random));
    }
    if (percentile < 99) {
      // its activities are deleted with it, its documents stay
      return delete(connection, "crm.contacts", pickContact(connection, random));
    }
    return delete(connection, "crm.documents", pickDocument(connection, random));
  }

  private static Changes order(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> customer = pick(connection, "shop.customers", random);
    Optional<String> product = pick(connection, "shop.products", random);
    if (product.isEmpty()) {
      return Changes.NONE;
    }
    String order = insertNumbered(connection, "INSERT INTO shop.orders (customer_id, status, note, placed_at) VALUES (?, ?, ?, NOW(6))",
        random.nextInt(8) == 0 ? null : customer.orElse(null), "new", random.nextInt(3) == 0 ? "🎁 " + words(random, 3) : null);
    long lines = 0;
    int wanted = 1 + random.nextInt(4);
    for (int line = 1; line <= wanted; line++) {
      lines += run(connection, "INSERT INTO shop.order_lines (order_id, line_no, product_id, quantity, unit_price) VALUES (?, ?, ?, ?, ?)",
          order, line, product.get(), 1 + random.nextInt(5), money(random));
    }
    long payments = random.nextInt(3) == 0 ? 0 : run(connection,
        "INSERT INTO shop.payments (order_id, amount, reference, state, paid_at) VALUES (?, ?, ?, 'settled', NOW(6))",
        order, money(random), bytes(random, 16));
    return Changes.inserted(1 + lines + payments);
  }

  private static Changes customer(Connection connection, RandomGenerator random) throws SQLException {
    return Changes.inserted(run(connection, """
        INSERT INTO shop.customers (email, name, tier, tags, credit, preferences, created_at) VALUES (?, ?, ?, ?, ?, ?, NOW(6))""",
        HexFormat.of().toHexDigits(random.nextLong()) + "@example.org",
        words(random, 2) + " 😀",
        random.nextBoolean() ? "gold" : "silver",
        random.nextInt(8),
        random.nextBoolean() ? money(random) : null,
        json(random)));
  }

  private static Changes changeCustomer(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> customer = pick(connection, "shop.customers", random);
    return customer.isEmpty() ? Changes.NONE : Changes.updated(run(connection,
        "UPDATE shop.customers SET name = ?, tags = ?, credit = ?, preferences = ? WHERE id = ?",
        words(random, 3), random.nextInt(8), random.nextBoolean() ? null : money(random), random.nextInt(4) == 0 ? null : json(random),
        customer.get()));
  }

  private static Changes changeProduct(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> product = pick(connection, "shop.products", random);
    return product.isEmpty() ? Changes.NONE : Changes.updated(run(connection,
        "UPDATE shop.products SET price = ?, weight = ?, description = ? WHERE id = ?",
        money(random), random.nextBoolean() ? null : random.nextDouble() * 1e6, words(random, 20), product.get()));
  }

  private static Changes changeStock(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> product = pick(connection, "shop.products", random);
    if (product.isEmpty()) {
      return Changes.NONE;
    }
    if (random.nextInt(4) > 0) {
      return Changes.updated(run(connection, "UPDATE shop.stock SET quantity = quantity + ?, cut_off = ? WHERE product_id = ?",
          random.nextInt(-9, 10), "%02d:30:00".formatted(random.nextInt(24)), product.get()));
    }
    // a move to a different warehouse changes the row's key
    return Changes.updated(run(connection, "UPDATE IGNORE shop.stock SET warehouse = 1000 + warehouse + ?"
        + " WHERE product_id = ? AND warehouse < 1000 ORDER BY warehouse LIMIT 1", random.nextInt(50_000), product.get()));
  }

  private static Changes changeOrder(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> order = pick(connection, "shop.orders", random);
    if (order.isEmpty()) {
      return Changes.NONE;
    }
    long orders = run(connection, "UPDATE shop.orders SET status = 'shipped', shipped_on = CURRENT_DATE, note = ? WHERE id = ?",
        words(random, 4), order.get());
    long lines = run(connection, "UPDATE shop.order_lines SET quantity = quantity + 1 WHERE order_id = ?", order.get());
    long dropped = run(connection, "DELETE FROM shop.order_lines WHERE order_id = ? AND line_no > 3", order.get());
    return new Changes(0, orders + lines, dropped);
  }

  private static Changes activity(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> contact = pickContact(connection, random);
    return contact.isEmpty() ? Changes.NONE : Changes.inserted(run(connection,
        "INSERT INTO crm.activities (contact_id, kind, payload, happened_at) VALUES (?, ?, ?, NOW(3))",
        contact.get(), random.nextBoolean() ? "call" : "visit", json(random)));
  }

  private static Changes contact(Connection connection, RandomGenerator random) throws SQLException {
    return Changes.inserted(run(connection,
        "INSERT INTO crm.contacts (id, name, company, newsletter, notes, created_at) VALUES (?, ?, ?, ?, ?, NOW(6))",
        "c-x" + HexFormat.of().toHexDigits(random.nextLong()), words(random, 2), random.nextBoolean() ? null : words(random, 2),
        random.nextInt(2), words(random, 30)));
  }

  private static Changes document(Connection connection, RandomGenerator random) throws SQLException {
    boolean large = random.nextInt(3) == 0;
    return Changes.inserted(run(connection,
        "INSERT INTO crm.documents (id, contact_id, title, body, attachment, updated_at) VALUES (?, ?, ?, ?, ?, NOW(6))",
        bytes(random, 16), pickContact(connection, random).orElse(null), words(random, 4), words(random, large ? 9_000 : 50),
        random.nextBoolean() ? null : bytes(random, large ? 70_000 : 200)));
  }

  private static Changes changeDocument(Connection connection, RandomGenerator random) throws SQLException {
    Optional<byte[]> document = pickDocument(connection, random);
    return document.isEmpty() ? Changes.NONE : Changes.updated(run(connection,
        "UPDATE crm.documents SET body = ?, attachment = ?, updated_at = NOW(6) WHERE id = ?",
        random.nextInt(5) == 0 ? null : words(random, random.nextInt(10_000)), bytes(random, random.nextInt(60_000)), document.get()));
  }

  private static Changes picture(Connection connection, RandomGenerator random) throws SQLException {
    Optional<String> product = pick(connection, "shop.products", random);
    return product.isEmpty() ? Changes.NONE : Changes.inserted(run(connection, """
        INSERT INTO shop.product_images (product_id, position, mime, image)
        SELECT ?, 1 + COALESCE(MAX(position), 0), 'image/png', ? FROM shop.product_images WHERE product_id = ?""",
        product.get(), bytes(random, 40_000), product.get()));
  }

  private static Changes delete(Connection connection, String table, Optional<?> id) throws SQLException {
    return id.isEmpty() ? Changes.NONE : Changes.deleted(run(connection, "DELETE FROM " + table + " WHERE id = ?", id.get()));
  }

  private static Optional<String> pick(Connection connection, String table, RandomGenerator random) throws SQLException {
    return first(connection, "SELECT id FROM " + table + " WHERE id >= 1 + FLOOR(? * (SELECT COALESCE(MAX(id), 0) FROM " + table
        + ")) ORDER BY id LIMIT 1", random.nextDouble());
  }

  private static Optional<String> pickContact(Connection connection, RandomGenerator random) throws SQLException {
    // sometimes a row that was added later, mostly a row of the initial data
    String from = random.nextInt(4) == 0
        ? "c-x" + HexFormat.of().toHexDigits(random.nextLong())
        : "c-%010d".formatted(random.nextInt(2_000));
    return first(connection, "SELECT id FROM crm.contacts WHERE id >= ? ORDER BY id LIMIT 1", from);
  }

  private static Optional<byte[]> pickDocument(Connection connection, RandomGenerator random) throws SQLException {
    return first(connection, "SELECT HEX(id) FROM crm.documents WHERE id >= ? ORDER BY id LIMIT 1", bytes(random, 16))
        .map(HexFormat.of()::parseHex);
  }

  private static Optional<String> first(Connection connection, String sql, Object parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static long run(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeLargeUpdate();
    }
  }

  private static String insertNumbered(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql, PreparedStatement.RETURN_GENERATED_KEYS)) {
      bind(statement, parameters);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getString(1);
      }
    }
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static String money(RandomGenerator random) {
    return random.nextInt(50_000) + "." + (10 + random.nextInt(90));
  }

  private static byte[] bytes(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String json(RandomGenerator random) {
    return """
        {"z": %d, "a": [%d, null, true, {"deep": "%s"}], "ratio": %s, "text": "\\"quoted\\" 🚀 \\u00e9"}"""
        .formatted(random.nextInt(), random.nextInt(9), words(random, 2), random.nextInt(1_000) / 8.0);
  }

  private static String words(RandomGenerator random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }
}

package dev.tideway.local.dms;

import dev.tideway.local.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes continuously to a source on one session: inserts, updates, deletes, key changes and values that move between rows of a unique column, in
 * transactions of several statements, some of them rolled back.
 */
final class Writer implements AutoCloseable {
  private final DatabaseServer server;
  private final String schema;
  private final Random random;
  private final AtomicLong transactions = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile SQLException failure;

  Writer(DatabaseServer server, String schema, long seed) {
    this.server = server;
    this.schema = schema;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("writer-" + seed).start(this::write);
  }

  /** Creates the writer's tables: items with a unique column, a log without a key. */
  static String[] tables(String schema) {
    return new String[] {
        "CREATE TABLE " + schema + ".items (id bigint PRIMARY KEY AUTO_INCREMENT, code varchar(40) NOT NULL, qty int, price decimal(12,4),"
            + " changed datetime(6), UNIQUE KEY (code))",
        "CREATE TABLE " + schema + ".journal (who int, what varchar(100), at datetime(6))"};
  }

  long transactions() {
    return transactions.get();
  }

  private void write() {
    try (Connection connection = server.connect(server.admin())) {
      connection.setAutoCommit(false);
      while (!stopped) {
        try {
          transaction(connection);
          Thread.sleep(2);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        } catch (SQLException e) {
          connection.rollback();
          if (e.getErrorCode() != 1062 && e.getErrorCode() != 1213 && e.getErrorCode() != 1205 && e.getErrorCode() != 1020) {
            throw e;
          }
        }
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  private void transaction(Connection connection) throws SQLException {
    int statements = 1 + random.nextInt(4);
    for (int i = 0; i < statements; i++) {
      switch (random.nextInt(7)) {
        case 0, 1, 2 -> run(connection, "INSERT INTO " + schema + ".items (code, qty, price, changed) VALUES (?, ?, ?, now(6))",
            "c" + random.nextInt(100_000), random.nextInt(100), random.nextInt(1_000_000) / 100.0);
        case 3 -> {
          int first = random.nextInt(3_000);
          run(connection, "UPDATE " + schema + ".items SET qty = qty + 1, changed = now(6) WHERE id BETWEEN ? AND ?", first,
              first + 10);
        }
        case 4 -> run(connection, "DELETE FROM " + schema + ".items WHERE id = ?", random.nextInt(4_000));
        case 5 -> run(connection, "UPDATE " + schema + ".items SET id = id + 1000000 WHERE id = ?", random.nextInt(4_000));
        default -> moveCode(connection);
      }
      run(connection, "INSERT INTO " + schema + ".journal VALUES (?, ?, now(6))", random.nextInt(5), "entry " + random.nextInt(10));
      if (random.nextInt(20) == 0) {
        run(connection, "DELETE FROM " + schema + ".journal WHERE what = ? LIMIT 3", "entry " + random.nextInt(10));
        run(connection, "UPDATE " + schema + ".journal SET what = ? WHERE who = ? LIMIT 2", "changed", random.nextInt(5));
      }
    }
    if (random.nextInt(15) == 0) {
      connection.rollback();
    } else {
      connection.commit();
      transactions.incrementAndGet();
    }
  }

  /** One row releases its code and a second one takes it: a replay in the wrong order conflicts. */
  private void moveCode(Connection connection) throws SQLException {
    int id = random.nextInt(3_000);
    String code = "m" + random.nextInt(50);
    run(connection, "DELETE FROM " + schema + ".items WHERE code = ?", code);
    run(connection, "UPDATE " + schema + ".items SET code = ? WHERE id = ?", code, id);
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}

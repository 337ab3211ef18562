package dev.tideway.local.demo;

import dev.tideway.local.servers.Catalogue;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random inserts, updates and deletes in every table that a schema has. */
public final class RandomWorkload implements Workload {
  private final List<TableShape> tables;

  private RandomWorkload(List<TableShape> tables) {
    this.tables = List.copyOf(tables);
  }

  /** A workload for the tables the schema has now. */
  public static RandomWorkload over(DatabaseServer server, String schema) throws SQLException {
    try (Connection connection = server.connect(server.application())) {
      return new RandomWorkload(new Catalogue(connection, server.flavour()).tables(schema));
    }
  }

  @Override
  public Changes transaction(Connection connection, RandomGenerator random) throws SQLException {
    RandomRows rows = new RandomRows(connection, random);
    Changes changes = Changes.NONE;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      TableShape table = tables.get(random.nextInt(tables.size()));
      int percentile = random.nextInt(10);
      if (percentile < 4) {
        changes = changes.plus(Changes.inserted(rows.insert(table)));
      } else if (percentile < 8) {
        changes = changes.plus(Changes.updated(rows.update(table)));
      } else {
        changes = changes.plus(Changes.deleted(rows.delete(table)));
      }
    }
    return changes;
  }
}

package dev.tideway.plan.checks;

import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A feature that TiDB has from some version on. {@link #ALL} is the matrix of everything that a migration may need. A test tries each row on a live server,
 * so that a wrong row is noticed.
 *
 * @param what description
 * @param since the first version that has it
 * @param attempt statements that succeed only where it exists, in an empty database
 * @param needed whether a selection uses it
 */
record TargetFeature(String what, ServerVersion since, List<String> attempt, Predicate<Inventory> needed) {
  static final TargetFeature FOREIGN_KEYS =
      new TargetFeature(
          "foreign keys that are generally available", new ServerVersion(8, 5),
          List.of("CREATE TABLE p (a INT PRIMARY KEY)", "CREATE TABLE c (a INT, FOREIGN KEY (a) REFERENCES p (a))"),
          inventory -> inventory.tables().stream().anyMatch(t -> !t.foreignKeys().isEmpty()));

  static final List<TargetFeature> ALL =
      List.of(
          FOREIGN_KEYS,
          new TargetFeature(
              "default expressions on TEXT, BLOB and JSON", new ServerVersion(8, 0), List.of("CREATE TABLE j (a INT PRIMARY KEY, b JSON DEFAULT (json_object()))"),
              inventory -> inventory.tables().stream().anyMatch(t -> t.columns().stream().anyMatch(c -> lob(c) && c.defaultIsExpression()))),
          new TargetFeature(
              "collation utf8mb4_0900_ai_ci", new ServerVersion(7, 4), List.of("CREATE TABLE o (a VARCHAR(9) COLLATE utf8mb4_0900_ai_ci)"),
              inventory -> inventory.tables().stream().anyMatch(t -> t.columns().stream().anyMatch(c -> c.collation().filter("utf8mb4_0900_ai_ci"::equals).isPresent()))),
          new TargetFeature(
              "global indexes of partitioned tables", new ServerVersion(8, 4),
              List.of("CREATE TABLE g (a INT, b INT, UNIQUE KEY (a) GLOBAL) PARTITION BY HASH (b) PARTITIONS 2"),
              inventory -> inventory.tables().stream().anyMatch(t -> t.partitioning().isPresent() && t.indexes().stream().filter(Index::unique).count() > 1)));

  private static final Set<String> LOBS = Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json");

  /** Whether a server of that version has it. A server that does not report its version counts as the oldest supported one. */
  boolean on(Server server) {
    return ServerVersion.of(server.version()).orElse(new ServerVersion(7, 5)).atLeast(since.major(), since.minor());
  }

  private static boolean lob(Column column) {
    return LOBS.contains(column.type().toLowerCase(Locale.ROOT));
  }
}

package dev.tideway.local.demo;

import dev.tideway.local.servers.Catalogue;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalSql;
import dev.tideway.local.servers.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A random schema: eight tables with unusual names, every kind of key, and columns of any type that both MySQL 8.0.15 and MariaDB have and
 * that TiDB can store. The seed determines all of it, on every server alike.
 */
public final class RandomDatabase {
  // no single quotes and no back-ticks: AWS DMS cannot migrate such names, and Plan refuses them
  private static final List<String> NAMES = List.of(
      "order", "Group", "käufe", "数据 表", "two words", "dash-ed", "cash$", "it-s", "select", "ÄÖÜ", "1st", "semi;colon", "per cent",
      "tbl_x", "Прилив", "end");
  private static final List<String> COLUMNS = List.of(
      "key", "Value", "straße", "列", "a b", "x-y", "c$", "o-clock", "from", "tick+tock", "when?", "ünï", "2nd", "range", "rank", "c_1",
      "Größe", "desc", "a,b", "(p)", "data", "to", "system", "row");
  private static final List<String> TYPES = List.of(
      "TINYINT", "SMALLINT UNSIGNED", "MEDIUMINT", "INT", "INT UNSIGNED", "BIGINT", "BIGINT UNSIGNED", "DECIMAL(10,2)", "DECIMAL(65,30)",
      "DECIMAL(20,0) UNSIGNED", "FLOAT", "DOUBLE", "BIT(1)", "BIT(17)", "BIT(64)", "YEAR", "DATE", "TIME", "TIME(6)", "DATETIME",
      "DATETIME(3)", "DATETIME(6)", "TIMESTAMP", "TIMESTAMP(6)", "CHAR(7)", "VARCHAR(60)", "VARCHAR(255)",
      "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin",
      "VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_bin", "BINARY(5)", "VARBINARY(80)", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT",
      "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "ENUM('a','B','ü','it''s')", "SET('x','y','zß')", "JSON");

  private final String schema;
  private final List<String> statements;

  /** The database of a seed; it creates nothing yet. */
  public RandomDatabase(long seed) {
    Design design = new Design(seed);
    this.schema = design.schema;
    this.statements = List.copyOf(design.statements);
  }

  /** Its one schema. */
  public String schema() {
    return schema;
  }

  /** The statements that create it. */
  public List<String> statements() {
    return statements;
  }

  /** Creates it with empty tables; an existing schema of its name is dropped first. */
  public void create(Connection connection) throws SQLException {
    for (String statement : statements) {
      LocalSql.run(connection, statement);
    }
  }

  /**
   * Fills every table with about {@code rows} rows; fewer if random keys collide or if there are not enough different keys.
   *
   * @return number of inserted rows in all
   */
  public static long fill(DatabaseServer server, String schema, int rows, long seed) throws SQLException {
    try (Connection connection = server.connect(server.admin())) {
      connection.setAutoCommit(false);
      RandomRows writer = new RandomRows(connection, new SplittableRandom(seed));
      long inserted = 0;
      for (TableShape table : parentsFirst(new Catalogue(connection, server.flavour()).tables(schema))) {
        for (int i = 0; i < rows; i++) {
          inserted += writer.insert(table);
          if (i % 500 == 499) {
            connection.commit();
          }
        }
        connection.commit();
      }
      return inserted;
    }
  }

  private static List<TableShape> parentsFirst(List<TableShape> tables) {
    List<TableShape> ordered = new ArrayList<>();
    List<TableShape> left = new ArrayList<>(tables);
    while (!left.isEmpty()) {
      List<String> waiting = left.stream().map(TableShape::name).toList();
      List<TableShape> ready = left.stream().filter(table -> table.foreignKeys().stream()
          .noneMatch(key -> !key.parentTable().equals(table.name()) && waiting.contains(key.parentTable()))).toList();
      if (ready.isEmpty()) {
        throw new IllegalStateException("foreign keys run in a circle: " + waiting);
      }
      ordered.addAll(ready);
      left.removeAll(ready);
    }
    return ordered;
  }

  /** Generates the statements. */
  private static final class Design {
    private final SplittableRandom random;
    private final String schema;
    private final List<String> statements = new ArrayList<>();
    private final List<String> tableNames;

    Design(long seed) {
      this.random = new SplittableRandom(seed);
      this.schema = List.of("zufall %d", "zufall_%d", "zufall-ü%d").get(random.nextInt(3)).formatted(Math.floorMod(seed, 100_000L));
      this.tableNames = shuffled(NAMES).subList(0, 8);
      statements.add("DROP DATABASE IF EXISTS " + LocalSql.name(schema));
      statements.add("CREATE DATABASE " + LocalSql.name(schema) + " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
      table(0, List.of("id INT NOT NULL AUTO_INCREMENT"), "PRIMARY KEY (id)");
      table(1, List.of("k1 INT NOT NULL", "k2 VARCHAR(20) NOT NULL"), "PRIMARY KEY (k1, k2)");
      table(2, List.of("code VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL"), "PRIMARY KEY (code)");
      table(3, List.of("uid BINARY(16) NOT NULL"), "PRIMARY KEY (uid)");
      table(4, List.of("u1 BIGINT NOT NULL", "u2 VARBINARY(12) NOT NULL"), "UNIQUE KEY only_unique (u2, u1)");
      table(5, List.of("id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT", "parent INT NULL"), "PRIMARY KEY (id)",
          "KEY by_parent (parent)", foreignKey("fk_set_null", "parent", 0, "id", "SET NULL"));
      table(6, List.of("at DATETIME(6) NOT NULL", "n SMALLINT NOT NULL", "owner BIGINT UNSIGNED NOT NULL"), "PRIMARY KEY (at, n)",
          "KEY by_owner (owner)", foreignKey("fk_cascade", "owner", 5, "id", "CASCADE"));
      table(7, List.of("serial DECIMAL(20,0) NOT NULL", "tag BINARY(16) NULL", "boss INT NULL"), "PRIMARY KEY (serial)",
          "KEY by_tag (tag)", "KEY by_boss (boss)",
          foreignKey("fk_tag", "tag", 3, "uid", random.nextBoolean() ? "CASCADE" : "NO ACTION"),
          foreignKey("fk_boss", "boss", 0, "id", random.nextBoolean() ? "SET NULL" : "RESTRICT"));
    }

    private String foreignKey(String name, String column, int parent, String parentColumn, String onDelete) {
      return "CONSTRAINT " + name + " FOREIGN KEY (" + column + ") REFERENCES " + LocalSql.name(schema, tableNames.get(parent)) + " ("
          + parentColumn + ") ON DELETE " + onDelete;
    }

    private void table(int number, List<String> keyColumns, String... constraints) {
      List<String> parts = new ArrayList<>(keyColumns);
      List<String> indexes = new ArrayList<>(List.of(constraints));
      List<String> names = shuffled(COLUMNS);
      int columns = 4 + random.nextInt(9);
      for (int i = 0; i < columns; i++) {
        String type = pick(TYPES);
        String name = LocalSql.name(names.get(i));
        boolean nullable = random.nextInt(3) > 0;
        parts.add(name + " " + type + (nullable ? " NULL DEFAULT NULL" : " NOT NULL" + defaultOf(type)));
        if (random.nextInt(4) == 0) {
          indexOn(name, type, i).ifPresent(indexes::add);
        }
      }
      if (number == 1 || random.nextInt(4) == 0) {
        parts.add("base SMALLINT NULL");
        parts.add("derived BIGINT GENERATED ALWAYS AS (base * 2 + 1) " + (random.nextBoolean() ? "STORED" : "VIRTUAL"));
      }
      parts.addAll(indexes);
      statements.add("CREATE TABLE " + LocalSql.name(schema, tableNames.get(number)) + " (\n  " + String.join(",\n  ", parts)
          + "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE="
          + pick(List.of("utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin")));
    }

    private String defaultOf(String type) {
      if (type.startsWith("TIMESTAMP")) {
        // without a default, MariaDB adds ON UPDATE to the first TIMESTAMP of a table
        return " DEFAULT '2000-01-01 00:00:00'";
      }
      return type.matches("(TINY|MEDIUM|BIG)?INT.*") && random.nextBoolean() ? " DEFAULT '7'" : "";
    }

    private Optional<String> indexOn(String column, String type, int number) {
      if (type.equals("JSON") || type.matches("(TINY|MEDIUM|LONG)?(TEXT|BLOB)")) {
        return type.equals("JSON") ? Optional.empty() : Optional.of("KEY prefix_" + number + " (" + column + "(9))");
      }
      boolean wide = type.startsWith("VARCHAR(60)") || type.startsWith("BIGINT") || type.startsWith("DATETIME(6)");
      return Optional.of((wide ? "UNIQUE " : "") + "KEY " + LocalSql.name("on " + number) + " (" + column + ")");
    }

    private String pick(List<String> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private List<String> shuffled(List<String> names) {
      List<String> shuffled = new ArrayList<>(names);
      for (int i = shuffled.size() - 1; i > 0; i--) {
        Collections.swap(shuffled, i, random.nextInt(i + 1));
      }
      return shuffled;
    }
  }
}

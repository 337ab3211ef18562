package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random tables, random changes of single cells: every change is found, and nothing else. */
class RandomChangesIT {
  private static final int TABLES = 25;
  private static final int CHANGES = 200;
  private static final int ROWS = 600;
  private static final int ROWS_PER_INSERT = 200;

  /** A type and a random value of it; the number makes two values different. */
  private record Type(String definition, BiFunction<Random, Integer, String> value) {}

  private static final List<Type> TYPES = List.of(
      new Type("BIGINT", (random, n) -> Long.toString((random.nextLong() >> 20) * 1000 + n)),
      new Type("INT UNSIGNED", (random, n) -> Integer.toString(random.nextInt(1000) * 1000 + n)),
      new Type("DECIMAL(30,10)", (random, n) -> random.nextInt(100_000) + "." + (1000 + n)),
      new Type("DOUBLE", (random, n) -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(500) - 250)) + ""),
      new Type("FLOAT", (random, n) -> Integer.toString(random.nextInt(800) * 1000 + n)),
      new Type("VARCHAR(60) COLLATE utf8mb4_bin", (random, n) -> "'" + List.of("a", "é", "🌊", " ", ",", "''", "x").get(random.nextInt(7)).repeat(1 + random.nextInt(4)) + n + "'"),
      new Type("VARCHAR(60) COLLATE utf8mb4_general_ci", (random, n) -> "'" + (random.nextBoolean() ? "abc" : "ABC") + n + "'"),
      new Type("TEXT", (random, n) -> "REPEAT('" + (char) ('a' + random.nextInt(26)) + n + "', " + (1 + random.nextInt(50)) + ")"),
      new Type("VARBINARY(40)", (random, n) -> String.format("x'%08X%04X'", random.nextInt(), n)),
      new Type("BLOB", (random, n) -> String.format("x'FF%08X%04X'", random.nextInt(), n)),
      new Type("DATETIME(6)", (random, n) -> "'2020-01-01' + INTERVAL " + (random.nextInt(1_000_000) * 1000L + n) + " MICROSECOND"),
      new Type("TIMESTAMP(3) NULL", (random, n) -> "'2020-10-24 20:00:00' + INTERVAL " + (random.nextInt(60) * 1000L + n) + " SECOND"),
      new Type("TIME", (random, n) -> "SEC_TO_TIME(" + (random.nextInt(1000) * 1000 + n) + ")"),
      new Type("BIT(40)", (random, n) -> Integer.toString(random.nextInt(1_000_000) * 1000 + n)),
      new Type("ENUM('a', 'b', 'c', 'd')", (random, n) -> "'" + (char) ('a' + n % 4) + "'"),
      new Type("JSON", (random, n) -> "'{\"long\": " + n + ", \"k\": [" + random.nextInt(9) + ".0, \"" + random.nextInt(99) + "\"]}'"));

  private static final List<String> KEYS = List.of("id BIGINT", "id INT, k2 VARCHAR(20) COLLATE utf8mb4_bin", "id INT, k2 DATETIME(3)", "id VARBINARY(8)");

  private final Random random;
  private final long seed;

  RandomChangesIT() {
    seed = Long.getLong("tideway.seed", System.nanoTime());
    random = new Random(seed);
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void everyChangedCellIsFoundAndNothingElse(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      Set<String> expected = new TreeSet<>();
      for (int t = 0; t < TABLES; t++) {
        table(pair, "t" + t, expected);
      }
      Inventory inventory = pair.inventory();
      Set<String> found = new TreeSet<>();
      long count = 0;
      // table by table, since a result lists a limited number of keys
      for (int from = 0; from < TABLES; from += 4) {
        List<String> names = new ArrayList<>();
        for (int t = from; t < Math.min(TABLES, from + 4); t++) {
          names.add("t" + t);
        }
        Inventory some = new Inventory(
            inventory.source(), inventory.target(), inventory.tables().stream().filter(table -> names.contains(table.id().table())).toList(), List.of(), Map.of(), "");
        VerificationResult result = new Verifier(
                side -> pair.databases().read(new Migration.Endpoint(side.name(), Migration.Tls.none, Optional.empty())),
                new Verifier.Settings(4, 100 + random.nextInt(200), Migration.Compare.full, 10, Duration.ofMillis(10), true, Optional.empty()),
                (table, rows, mismatches) -> {})
            .run(some, line -> {});
        count += result.mismatchCount();
        result.mismatches().forEach(m -> found.add(m.table().table() + " " + m.kind() + " " + m.key().values() + " " + m.columns()));
      }
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
      assertThat(count).isEqualTo((long) TABLES * CHANGES);
    }
  }

  private void table(Pair pair, String table, Set<String> expected) throws SQLException {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    List<Type> types = new ArrayList<>();
    StringBuilder columns = new StringBuilder(key.replace(",", " NOT NULL,") + " NOT NULL");
    for (int i = 0; i < 2 + random.nextInt(6); i++) {
      types.add(TYPES.get(random.nextInt(TYPES.size())));
      columns.append(", c").append(i).append(' ').append(types.get(i).definition()).append(types.get(i).definition().endsWith("NULL") ? "" : " NULL");
    }
    boolean composite = key.contains("k2");
    pair.both("CREATE TABLE " + table + " (" + columns + ", PRIMARY KEY (id" + (composite ? ", k2" : "") + ")) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin");
    List<List<String>> rows = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    while (rows.size() < ROWS) {
      int id = random.nextInt(random.nextInt(4) == 0 ? 1_000_000_000 : 1_000);
      if (ids.add(id)) {
        rows.add(row(key, id, types));
      }
    }
    insert(pair, table, rows);
    Set<Integer> changed = new HashSet<>();
    List<String> updates = new ArrayList<>();
    while (changed.size() < CHANGES) {
      int at = random.nextInt(ROWS);
      int column = random.nextInt(types.size());
      if (changed.add(at)) {
        change(table, key, rows.get(at), column, types, updates, expected);
      }
    }
    pair.target("START TRANSACTION");
    pair.target(updates.toArray(String[]::new));
    pair.target("COMMIT");
  }

  private List<String> row(String key, int id, List<Type> types) {
    List<String> row = new ArrayList<>();
    row.add(key.contains("VARBINARY") ? String.format("x'%08X'", id) : Integer.toString(id));
    if (key.contains("k2")) {
      row.add(key.contains("DATETIME") ? "'2020-01-01 00:00:00." + (100 + id % 900) + "'" : "'k" + id % 7 + "'");
    }
    types.forEach(type -> row.add(random.nextInt(10) == 0 ? "NULL" : type.value().apply(random, 1)));
    return row;
  }

  private void change(String table, String key, List<String> row, int column, List<Type> types, List<String> updates, Set<String> expected) {
    int keyParts = key.contains("k2") ? 2 : 1;
    String before = row.get(keyParts + column);
    Type type = types.get(column);
    // the number at its end differs from that of every first value; NULL is a different value too
    String after = before.equals("NULL") || random.nextInt(8) > 0 ? type.value().apply(random, 2) : "NULL";
    String where = "id = " + row.getFirst() + (keyParts == 2 ? " AND k2 = " + row.get(1) : "");
    updates.add("UPDATE " + table + " SET c" + column + " = " + after + " WHERE " + where);
    List<String> shown = new ArrayList<>(row.subList(0, keyParts));
    shown.replaceAll(text -> text.replaceAll("^x?'|'$", ""));
    expected.add(table + " changed " + shown + " [c" + column + "]");
  }

  private static void insert(Pair pair, String table, List<List<String>> rows) throws SQLException {
    for (int i = 0; i < rows.size(); i += ROWS_PER_INSERT) {
      List<String> values = rows.subList(i, i + ROWS_PER_INSERT).stream().map(row -> "(" + String.join(", ", row) + ")").toList();
      pair.both("INSERT INTO " + table + " VALUES " + String.join(", ", values));
    }
  }
}

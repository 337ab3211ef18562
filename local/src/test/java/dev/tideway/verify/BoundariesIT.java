package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.model.Inventory;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Migration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks are even, cost almost nothing to find, whatever the key, and contain the same rows on both sides. */
class BoundariesIT {
  private static final int ROWS = 40_000;
  private static final int CHUNK = 1_000;
  private static final String IN_KANJI = "CONCAT(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE("
      + "n, '0', '零'), '1', '一'), '2', '二'), '3', '三'), '4', '四'), '5', '五'), '6', '六'), '7', '七'), '8', '八'), '9', '九'))";

  /**
   * A key.
   *
   * @param columns as CREATE TABLE has them
   * @param key their names
   * @param values expressions of {@code n}, from 0 to ROWS - 1
   */
  record Key(String columns, String key, String values) {}

  static Stream<Arguments> keys() {
    String tenth = Integer.toString(ROWS / 10);
    return Stream.of(
            new Key("a BIGINT", "a", "IF(n < 36000, n, 1000000 + POW(n - 36000, 2) * 1000)"),
            new Key("a BIGINT UNSIGNED", "a", "IF(n < 36000, n, 18446744073709551615 - n)"),
            new Key("a DECIMAL(20,2)", "a", "n * 0.37 - 5000"),
            new Key("a BINARY(16)", "a", "UNHEX(MD5(n))"),
            new Key("a VARBINARY(30)", "a", "CONCAT('user-', LPAD(n, 10, '0'))"),
            new Key("a CHAR(36) COLLATE utf8mb4_bin", "a", "INSERT(INSERT(INSERT(INSERT(MD5(n), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')"),
            new Key("a VARCHAR(60) COLLATE utf8mb4_general_ci", "a", "CONCAT(IF(n % 2, 'Order/', 'order/'), IF(n < 36000, LPAD(n, 12, '0'), CONCAT('z', MD5(n))))"),
            new Key("a VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin", "a", "CONCAT('order_', n)"),
            new Key("a VARCHAR(40) COLLATE utf8mb4_bin", "a", "CONCAT('Größe ', MD5(n))"),
            new Key("a DATE, b INT", "a, b", "'1999-12-01' + INTERVAL n DIV 100 DAY, n"),
            new Key("a DATETIME(3), b INT", "a, b", "'2021-12-01' + INTERVAL n * 15 SECOND, n"),
            new Key("a INT, b BIGINT", "a, b", "IF(n < " + tenth + ", n % 7, 7), n"),
            new Key("a VARCHAR(10) COLLATE utf8mb4_bin, b BIGINT", "a, b", "ELT(1 + n % 4, 'eu-west', 'us-east', 'ap', 'Süd'), n"),
            new Key("a INT, b VARCHAR(40) COLLATE utf8mb4_bin, c INT", "a, b, c", "n % 2, IF(n < " + tenth + ", MD5(n), 'same'), n"))
        .flatMap(key -> Stream.of(LocalFlavour.MYSQL, LocalFlavour.MARIADB).map(flavour -> Arguments.of(flavour, key)));
  }

  private static String numbers() {
    String digits = "SELECT 0 i UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6"
        + " UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9";
    return "SELECT a.i + 10 * b.i + 100 * c.i + 1000 * d.i + 10000 * e.i n FROM (" + digits + ") a, (" + digits + ") b, (" + digits + ") c, (" + digits
        + ") d, (" + digits + ") e";
  }

  private static void fill(Pair pair, Key key) throws SQLException {
    pair.both(
        "CREATE TABLE t (" + key.columns() + ", v VARCHAR(100), PRIMARY KEY (" + key.key() + "))",
        "INSERT INTO t SELECT " + key.values() + ", REPEAT('x', 60) FROM (" + numbers() + ") q WHERE n < " + ROWS)
        .source("ANALYZE TABLE t");
  }

  /** The chunks, and how many entries of the source's indexes were read to find them. */
  private record Cut(TablePair table, List<Chunk> chunks, long reads) {}

  private static Cut cut(Pair pair) throws SQLException {
    Inventory inventory = pair.inventory();
    try (Connection source = read(pair, "source"); Connection target = read(pair, "target")) {
      TablePair table = TablePair.read(inventory.source(), inventory.tables(), target).getFirst();
      Boundaries boundaries = new Boundaries(CHUNK);
      List<Chunk> chunks = new ArrayList<>();
      long before = reads(source);
      do {
        chunks.add(boundaries.next(source, table, chunks.isEmpty() ? List.of() : chunks.getLast().upper()));
      } while (!chunks.getLast().upper().isEmpty() && chunks.size() < ROWS);
      return new Cut(table, chunks, reads(source) - before);
    }
  }

  private static Connection read(Pair pair, String side) throws SQLException {
    return pair.databases().read(new Migration.Endpoint(side, Migration.Tls.none, Optional.empty()));
  }

  private static long reads(Connection source) throws SQLException {
    long sum = 0;
    try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read%'")) {
      while (rows.next()) {
        sum += rows.getLong(2);
      }
    }
    return sum;
  }

  private static List<Integer> sizes(Pair pair, Cut cut) throws SQLException {
    List<Integer> sizes = new ArrayList<>();
    for (Chunk chunk : cut.chunks()) {
      String count = "SELECT COUNT(*) FROM t WHERE " + cut.table().key().orElseThrow().range(chunk.lower(), chunk.upper());
      String rows = pair.askSource(count);
      assertThat(pair.askTarget(count)).as(count).isEqualTo(rows);
      sizes.add(Integer.parseInt(rows));
    }
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("keys")
  void cutsEvenChunksWithoutReadingTheIndex(LocalFlavour flavour, Key key) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      fill(pair, key);
      Cut cut = cut(pair);
      List<Integer> sizes = sizes(pair, cut);
      assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(ROWS);
      assertThat(sizes).as("sizes %s", sizes).allMatch(size -> size <= 5 * CHUNK).hasSizeBetween(ROWS / CHUNK / 2, ROWS / CHUNK * 3);
      assertThat(cut.reads()).as("index entries read for %d chunks", sizes.size()).isLessThan(ROWS / 50);
    }
  }

  @Test
  void textWithoutNumbersIsCutByTheIndex() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      fill(pair, new Key("a VARCHAR(20) COLLATE utf8mb4_bin", "a", IN_KANJI));
      Cut cut = cut(pair);
      List<Integer> sizes = sizes(pair, cut);
      assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(ROWS);
      assertThat(sizes).hasSizeBetween(ROWS / CHUNK / 2, ROWS / CHUNK * 3);
    }
  }
}

package dev.tideway.verify;

import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.HeldLock;
import dev.tideway.fixture.Pair;
import dev.tideway.lambda.ChunkHandler;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.run.Migration;
import dev.tideway.verify.VerificationResult.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which rows differ, and no different ones; whatever the key. */
class VerificationIT {
  private static String values(int from, int to, String row) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> row.replace("#", Integer.toString(i))).collect(Collectors.joining(", "));
  }

  private static List<String> keys(VerificationResult result) {
    return result.mismatches().stream().map(mismatch -> mismatch.kind() + " " + String.join(",", mismatch.key().values())).sorted().toList();
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void findsMissingExtraAndChangedRowsAtTheEdgesOfChunks(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      Verification verification = new Verification(pair).chunkRows(10);
      pair.both("CREATE TABLE t (id BIGINT PRIMARY KEY, a INT)", "INSERT INTO t VALUES " + values(1, 100, "(#0, #)"));
      assertThat(verification.full()).satisfies(result -> {
        assertThat(result.verdict()).isEqualTo(Verdict.equal);
        assertThat(result.rows()).isEqualTo(100);
        assertThat(result.tables().getFirst().chunks()).isBetween(8, 14);
      });
      pair.target("DELETE FROM t WHERE id IN (10, 110, 1000)", "UPDATE t SET a = -a WHERE id IN (100, 500)", "INSERT INTO t VALUES (-5, 0), (99999, 0), (105, 0)");
      VerificationResult result = verification.full();
      assertThat(keys(result)).containsExactly("changed 100", "changed 500", "extra -5", "extra 105", "extra 99999", "missing 10", "missing 1000", "missing 110");
      assertThat(result.verdict()).isEqualTo(Verdict.different);
      assertThat(result.mismatchCount()).isEqualTo(8);
      assertThat(result.tables().getFirst()).satisfies(table -> {
        assertThat(table.found().missing()).isEqualTo(3);
        assertThat(table.found().extra()).isEqualTo(3);
        assertThat(table.found().changed()).isEqualTo(2);
      });
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void cutsCompositeKeysAndFindsTheirRows(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      Verification verification = new Verification(pair).chunkRows(7);
      pair.both(
          "CREATE TABLE t (a INT, b VARCHAR(10) COLLATE utf8mb4_bin, c DATETIME(3), v INT, PRIMARY KEY (a, b, c))",
          "INSERT INTO t SELECT 1 + (n > 60), CONCAT('k', n % 5), '2020-01-01' + INTERVAL n * 500000 MICROSECOND, n FROM "
              + "(SELECT a.i + 10 * b.i n FROM (" + digits() + ") a, (" + digits() + ") b) q");
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      pair.target("UPDATE t SET v = 1000 WHERE v = 61", "UPDATE t SET b = 'K0' WHERE v = 5");
      assertThat(keys(verification.full())).containsExactly(
          "changed 2,k1,2020-01-01 00:00:30.500", "extra 1,K0,2020-01-01 00:00:02.500", "missing 1,k0,2020-01-01 00:00:02.500");
    }
  }

  private static String digits() {
    return IntStream.range(0, 10).mapToObj(i -> "SELECT " + i + " i").collect(Collectors.joining(" UNION ALL "));
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesTextKeysByBytesWhateverTheCollations(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      Verification verification = new Verification(pair).chunkRows(5);
      pair.source("CREATE TABLE t (k VARCHAR(20) CHARACTER SET latin1 PRIMARY KEY, v INT)",
          "CREATE TABLE g (k VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, v INT)",
          "CREATE TABLE u (k VARCHAR(20) COLLATE utf8mb4_unicode_ci PRIMARY KEY, v INT)");
      pair.target("CREATE TABLE t (k VARCHAR(20) COLLATE utf8mb4_bin PRIMARY KEY, v INT)",
          "CREATE TABLE g (k VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, v INT)",
          "CREATE TABLE u (k VARCHAR(20) COLLATE utf8mb4_bin PRIMARY KEY, v INT)");
      String rows = " VALUES " + values(1, 20, "('Key#é', #)") + ", ('zz', 1), ('Å', 2), ('_x', 3), ('''q''', 4), ('b\\\\s', 5)";
      for (String table : List.of("t", "g", "u")) {
        pair.both("INSERT INTO " + table + rows);
      }
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      for (String table : List.of("t", "u")) {
        // the source's collation calls both equal, their bytes do not
        pair.target("UPDATE " + table + " SET k = 'ZZ' WHERE k = 'zz'", "INSERT INTO " + table + " VALUES ('日本', 0)");
      }
      pair.target("UPDATE g SET v = 0 WHERE k = 'Key7é'");
      assertThat(keys(verification.full())).containsExactly("changed Key7é", "extra ZZ", "extra ZZ", "extra 日本", "extra 日本", "missing zz", "missing zz");
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesTablesWithoutAKeyAsMultisets(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      Verification verification = new Verification(pair).chunkRows(10);
      pair.both("CREATE TABLE t (a INT, b VARCHAR(10))", "INSERT INTO t VALUES " + values(1, 100, "(# % 7, 'x#')") + ", (1, NULL), (1, NULL)");
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      // the same number of rows, and pairs that an XOR would not see
      pair.target("INSERT INTO t VALUES (500, 'a'), (500, 'a')").source("INSERT INTO t VALUES (600, 'b'), (600, 'b')");
      VerificationResult result = verification.full();
      assertThat(result.mismatches()).extracting(Mismatch::kind, Mismatch::copies).containsExactlyInAnyOrder(
          org.assertj.core.groups.Tuple.tuple(Mismatch.Kind.extra, 2L), org.assertj.core.groups.Tuple.tuple(Mismatch.Kind.missing, 2L));
      assertThat(result.mismatchCount()).isEqualTo(4);
      pair.target("DELETE FROM t WHERE a = 500", "INSERT INTO t VALUES (600, 'b')");
      assertThat(verification.full().mismatches()).singleElement().satisfies(mismatch -> {
        assertThat(mismatch.kind()).isEqualTo(Mismatch.Kind.missing);
        assertThat(mismatch.copies()).isEqualTo(1);
        assertThat(mismatch.key()).containsOnlyKeys(Mismatch.ROW_DIGEST);
      });
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesKeysThatCannotBeCut(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      Verification verification = new Verification(pair).chunkRows(4);
      pair.both(
          "CREATE TABLE e (k ENUM('b', 'a', 'c'), n INT, v INT, PRIMARY KEY (k, n))",
          "INSERT INTO e VALUES " + values(1, 20, "(1 + # % 3, #, #)"),
          "CREATE TABLE d (k DOUBLE PRIMARY KEY, v JSON)",
          "INSERT INTO d VALUES " + values(1, 20, "(#.1, '{\"a\": #}')"),
          "CREATE TABLE p (k VARCHAR(100) COLLATE utf8mb4_bin, v INT, PRIMARY KEY (k(10)))",
          "INSERT INTO p VALUES " + values(1, 20, "('k#', #)"),
          "CREATE TABLE u (a INT NOT NULL, b INT, UNIQUE KEY (a))",
          "INSERT INTO u VALUES " + values(1, 20, "(#, #)"));
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      pair.target("UPDATE e SET v = 0 WHERE n = 8", "UPDATE d SET v = '{\"a\": 0}' WHERE k = 3.1", "UPDATE p SET v = 0 WHERE k = 'k7'", "DELETE FROM u WHERE a = 9");
      VerificationResult result = verification.full();
      assertThat(result.mismatches()).extracting(mismatch -> mismatch.table().table() + " " + mismatch.kind() + mismatch.columns())
          .containsExactlyInAnyOrder("d changed[v]", "e changed[v]", "p changed[v]", "u missing[]");
    }
  }

  @Test
  void emptyTablesAreEqual() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, j JSON)", "CREATE TABLE u (a INT)", "CREATE TABLE j (j JSON)");
      VerificationResult result = new Verification(pair).full();
      assertThat(result.verdict()).isEqualTo(Verdict.equal);
      assertThat(result.tables()).hasSize(3);
    }
  }

  @Test
  void acceptsMismatchesOnlyOfNamedTables() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE u (id INT PRIMARY KEY)").source("INSERT INTO t VALUES (1)");
      pair.migration(100, Migration.Freeze.readOnly, List.of(pair.schema() + ".t"));
      Verification verification = new Verification(pair);
      assertThat(verification.full().verdict()).isEqualTo(Verdict.accepted);
      pair.source("INSERT INTO u VALUES (1)");
      assertThat(verification.full().verdict()).isEqualTo(Verdict.different);
    }
  }

  @Test
  void goesOnWhereASliceEndedAndDoesNotCompareTwice() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES " + values(1, 60, "(#)"));
      Verification verification = new Verification(pair).chunkRows(20);
      verification.chunks("full-1");
      AtomicInteger asked = new AtomicInteger();
      Rounds.Item item = verification.items("full-1").getFirst();
      assertThatThrownBy(() -> verification.compare(item, () -> asked.incrementAndGet() > 6 ? Duration.ofSeconds(50) : Duration.ofMinutes(10)))
          .isInstanceOf(Unfinished.class);
      assertThatThrownBy(() -> verification.judge("full-1")).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E061");

      // what the first slice compared is not compared again: this row is in its chunk
      pair.target("DELETE FROM t WHERE id = 1");
      assertThat(verification.compare(item).rows()).isEqualTo(60);
      assertThat(verification.judge("full-1").verdict()).isEqualTo(Verdict.equal);
      pair.target("DELETE FROM t");
      assertThat(verification.compare(item).mismatches()).isZero();
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      assertThat(verification.full().mismatchCount()).isEqualTo(60);
    }
  }

  @Test
  void planningGoesOnWhereASliceEnded() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES " + values(1, 95, "(#)"), "CREATE TABLE u (id INT PRIMARY KEY)");
      Verification verification = new Verification(pair).chunkRows(10);
      pair.inventory();
      ChunkHandler function = new ChunkHandler(pair.objects(), pair.lock(), pair.databases());
      int slices = 0;
      for (boolean finished = false; !finished; slices++) {
        AtomicInteger asked = new AtomicInteger();
        try {
          ChunkHandler.Output output = function.handle(
              new ChunkHandler.Input(pair.run(), "full-1"), () -> asked.incrementAndGet() > 2 ? Duration.ofSeconds(50) : Duration.ofMinutes(10));
          assertThat(output.chunks()).isEqualTo(11);
          assertThat(output.tables()).isEqualTo(2);
          finished = true;
        } catch (Unfinished more) {
          assertThat(more).hasMessageContaining("of 2 tables");
        }
      }
      assertThat(slices).isGreaterThan(3);
      verification.items("full-1").forEach(verification::compare);
      assertThat(verification.judge("full-1").rows()).isEqualTo(95);
    }
  }

  @Test
  void doesNothingForAnExecutionThatLostItsLock() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      ChunkHandler function = new ChunkHandler(pair.objects(), new HeldLock("another", 8), pair.databases());
      assertThatThrownBy(() -> function.handle(new ChunkHandler.Input(pair.run(), "full-1"), Verification.PLENTY)).isInstanceOf(LockLost.class);
    }
  }

  @Test
  void saysWhichTableTheTargetLacks() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.source("CREATE TABLE t (id INT PRIMARY KEY)");
      assertThatThrownBy(() -> new Verification(pair).full()).isInstanceOf(MigrationFailed.class)
          .hasMessageContaining("TW-E060").hasMessageContaining(pair.schema() + ".t");
    }
  }

  /** Rows that are unchanged for DMS may have changed: by EXCHANGE PARTITION, by RENAME, by a session without a binlog. */
  @Test
  void theFinalRoundComparesEveryTable() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both(
          "CREATE TABLE one (id INT PRIMARY KEY)",
          "INSERT INTO one VALUES (1)",
          "CREATE TABLE two (id INT PRIMARY KEY)",
          "INSERT INTO two VALUES (2)",
          "CREATE TABLE spare (id INT, y INT, PRIMARY KEY (id, y))",
          "INSERT INTO spare VALUES (5, 2031)");
      pair.source(
          "CREATE TABLE parts (id INT, y INT, PRIMARY KEY (id, y)) PARTITION BY RANGE (y) (PARTITION a VALUES LESS THAN (2024), PARTITION b VALUES LESS THAN MAXVALUE)",
          "INSERT INTO parts VALUES (4, 2030)");
      pair.target("CREATE TABLE parts (id INT, y INT, PRIMARY KEY (id, y))", "INSERT INTO parts VALUES (4, 2030)");
      Verification verification = new Verification(pair);
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      pair.source("RENAME TABLE one TO x, two TO one, x TO two", "ALTER TABLE parts EXCHANGE PARTITION b WITH TABLE spare");
      assertThat(keys(verification.round("final")))
          .containsExactlyInAnyOrder("extra 1", "missing 2", "extra 2", "missing 1", "extra 4,2030", "missing 5,2031", "extra 5,2031", "missing 4,2030");
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void cutsByAHashWhatNoRangeHoldsTheSameRowsOf(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.source("CREATE TABLE texts (k VARCHAR(30) COLLATE utf8mb4_unicode_ci, n INT, PRIMARY KEY (k, n), v INT)");
      pair.target("CREATE TABLE texts (k VARCHAR(30) COLLATE utf8mb4_bin, n INT, PRIMARY KEY (k, n), v INT)");
      pair.both(
          "CREATE TABLE bare (a INT, f FLOAT, t VARCHAR(30))",
          "INSERT INTO texts VALUES " + values(1, 600, "('kÉyß#', # % 7, #)"),
          "INSERT INTO bare VALUES " + values(1, 600, "(# % 50, 1 + # % 25 / 7e0, 'T#')"));
      pair.source("ANALYZE TABLE texts, bare");
      Verification verification = new Verification(pair).chunkRows(1);
      VerificationResult equal = verification.full();
      assertThat(equal.verdict()).isEqualTo(Verdict.equal);
      assertThat(equal.tables()).allSatisfy(table -> {
        assertThat(table.chunks()).isGreaterThan(2);
        assertThat(table.rows()).isEqualTo(600);
      });
      // values that were transferred as text: six digits are left
      pair.target("UPDATE bare SET f = ROUND(f, 5)");
      VerificationResult rounded = verification.full();
      assertThat(rounded.verdict()).isEqualTo(Verdict.equal);
      assertThat(rounded.tables()).anySatisfy(table -> assertThat(table.found().rounded()).isTrue());
      // if another value differs, FLOAT values must be equal bit for bit where there is no key
      pair.target(
          "UPDATE bare SET f = 1 + a % 25 / 7e0",
          "UPDATE texts SET v = -1 WHERE v = 77", "DELETE FROM texts WHERE v = 300", "INSERT INTO texts VALUES ('key', 1, 1)",
          "UPDATE bare SET t = 't100' WHERE t = 'T100'");
      VerificationResult different = verification.full();
      assertThat(different.tables()).extracting(table -> table.table().table() + " " + table.found().missing() + " " + table.found().extra() + " " + table.found().changed())
          .containsExactlyInAnyOrder("texts 1 1 1", "bare 1 1 0");
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesALargeTable(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both("CREATE TABLE t (id BIGINT PRIMARY KEY, a INT, e ENUM('x', 'y'), v VARCHAR(60), d DECIMAL(12, 2), ts TIMESTAMP(3) NULL, f DOUBLE)");
      for (int i = 0; i < 200_000; i += 10_000) {
        pair.both("INSERT INTO t VALUES " + values(i, i + 9_999, "(#, # % 77, 1 + # % 2, 'a value of some length #', #.25, FROM_UNIXTIME(1600000000 + #), #.1e-3)"));
      }
      Verification verification = new Verification(pair).chunkRows(50_000);
      long start = System.nanoTime();
      assertThat(verification.full().verdict()).isEqualTo(Verdict.equal);
      System.out.printf("%s: 200000 rows planned, compared and judged in %d ms%n", flavour, (System.nanoTime() - start) / 1_000_000);
      pair.target("UPDATE t SET f = f + 1 WHERE id = 123456", "DELETE FROM t WHERE id = 0");
      assertThat(keys(verification.full())).containsExactly("changed 123456", "missing 0");
    }
  }
}

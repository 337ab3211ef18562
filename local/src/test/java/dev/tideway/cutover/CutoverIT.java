package dev.tideway.cutover;

import dev.tideway.cutover.CascadeResult.Repaired;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.Pair;
import dev.tideway.lambda.ProbeFreezeHandler;
import dev.tideway.lambda.RebaseHandler;
import dev.tideway.lambda.RepairCascadesHandler;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Question;
import dev.tideway.run.Verdict;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The freeze, cascades and AUTO_INCREMENT, on real servers. */
class CutoverIT {
  private static final Deadline PLENTY = () -> Duration.ofMinutes(14);

  private static Verdict probe(Pair pair) {
    return new ProbeFreezeHandler(pair.objects(), pair.lock(), pair.databases()).handle(new Question(pair.run(), "Cutover: Await freeze", "lease"), PLENTY);
  }

  private static CascadeResult repair(Pair pair, Deadline deadline) {
    pair.inventory();
    RepairCascadesHandler.Output output =
        new RepairCascadesHandler(pair.objects(), pair.lock(), pair.databases()).handle(new RepairCascadesHandler.Input(pair.run()), deadline);
    CascadeResult result = pair.objects().read(pair.run().key(CascadeResult.FILE.name()), CascadeResult.class);
    assertThat(output).isEqualTo(new RepairCascadesHandler.Output(result.deleted(), result.nulled()));
    return result;
  }

  private static RebaseResult rebase(Pair pair) {
    pair.inventory();
    new RebaseHandler(pair.objects(), pair.lock(), pair.databases()).handle(new RebaseHandler.Input(pair.run()), PLENTY);
    return pair.objects().read(pair.run().key(RebaseResult.FILE.name()), RebaseResult.class);
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void isFrozenOnceReadOnlyAndStill(LocalFlavour flavour) throws Exception {
    try (Pair pair = new Pair(flavour); Connection another = pair.anotherToSource(); Statement writer = another.createStatement()) {
      pair.source("CREATE TABLE t (id INT PRIMARY KEY) ENGINE = InnoDB");
      assertThat(probe(pair)).satisfies(verdict -> {
        assertThat(verdict.state()).isEqualTo(Verdict.State.notYet);
        assertThat(verdict.explanation()).contains("read_only is OFF");
      });
      writer.execute("BEGIN");
      writer.execute("INSERT INTO t VALUES (1)");
      try {
        pair.source("SET GLOBAL read_only = ON");
        assertThat(probe(pair).explanation()).contains("open transactions have written: 1");
        writer.execute("ROLLBACK");
        // InnoDB reads a copy of its list of transactions that may be 0.1 s old
        Thread.sleep(200);

        Verdict verdict = probe(pair);
        assertThat(verdict.state()).as(verdict.explanation()).isEqualTo(Verdict.State.satisfied);
        Freeze first = pair.objects().read(pair.run().key(Freeze.FILE.name()), Freeze.class);
        assertThat(verdict.result().get("position").asText()).isEqualTo(first.position()).matches(".+\\.\\d+:\\d+");

        // root may still write: the end of the binlog changes, the time of the freeze does not
        pair.source("INSERT INTO t VALUES (2)");
        probe(pair);
        Freeze second = pair.objects().read(pair.run().key(Freeze.FILE.name()), Freeze.class);
        assertThat(second.position()).isNotEqualTo(first.position());
        assertThat(second.frozenAt()).isEqualTo(first.frozenAt());
      } finally {
        pair.source("SET GLOBAL read_only = OFF");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void isNotFrozenWhileSomebodyWritesNevertheless(LocalFlavour flavour) throws Exception {
    try (Pair pair = new Pair(flavour); Connection another = pair.anotherToSource(); Statement statement = another.createStatement()) {
      pair.source("CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT)", "SET GLOBAL read_only = ON");
      AtomicInteger stop = new AtomicInteger();
      Thread writer = Thread.ofPlatform().start(() -> {
        while (stop.get() == 0) {
          try {
            statement.execute("INSERT INTO t VALUES ()");
          } catch (SQLException e) {
            stop.set(2);
          }
        }
      });
      try {
        Verdict verdict = probe(pair);
        assertThat(verdict.state()).isEqualTo(Verdict.State.notYet);
        assertThat(pair.objects().get(pair.run().key(Freeze.FILE.name()))).isEmpty();
      } finally {
        assertThat(stop.compareAndSet(0, 1)).isTrue();
        writer.join();
        pair.source("SET GLOBAL read_only = OFF");
      }
    }
  }

  @Test
  void acceptsADeclaredFreeze() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.migration(100, Migration.Freeze.declared, List.of());
      assertThat(probe(pair).state()).isEqualTo(Verdict.State.satisfied);
      assertThat(pair.objects().read(pair.run().key(Freeze.FILE.name()), Freeze.class).how()).isEqualTo(Migration.Freeze.declared);
    }
  }

  private static final String[] FAMILY = {
    "CREATE TABLE p (id INT PRIMARY KEY, n VARCHAR(10))",
    "CREATE TABLE c (id INT PRIMARY KEY, p_id INT, n VARCHAR(10), CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE)",
    "CREATE TABLE g (id INT PRIMARY KEY, c_id INT, CONSTRAINT g_c FOREIGN KEY (c_id) REFERENCES c (id) ON DELETE CASCADE)",
    "CREATE TABLE s (id INT PRIMARY KEY, p_id INT, at TIMESTAMP NOT NULL DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP, "
        + "CONSTRAINT s_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL)",
    "CREATE TABLE q (id INT PRIMARY KEY)",
    "CREATE TABLE u (id INT PRIMARY KEY, p_id INT, CONSTRAINT u_p FOREIGN KEY (p_id) REFERENCES q (id) ON UPDATE CASCADE)",
    "CREATE TABLE i (p_id INT, line INT, f FLOAT, b VARBINARY(9), j JSON, bits BIT(9), t TEXT, v INT AS (line + 1) VIRTUAL, PRIMARY KEY (p_id, line), "
        + "CONSTRAINT i_p FOREIGN KEY (p_id) REFERENCES q (id) ON UPDATE CASCADE ON DELETE CASCADE)",
    "CREATE TABLE tree (id INT PRIMARY KEY, up INT, CONSTRAINT tree_up FOREIGN KEY (up) REFERENCES tree (id) ON DELETE CASCADE)",
    "CREATE TABLE k (p_id INT, n INT, CONSTRAINT k_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE)",
    "CREATE TABLE kn (p_id INT, n INT, CONSTRAINT kn_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL)",
  };

  private static Repaired of(CascadeResult result, String name) {
    return result.foreignKeys().stream().filter(repaired -> repaired.name().equals(name)).findFirst().orElseThrow();
  }

  private static String rows(String table, String columns) {
    return "SELECT CONCAT_WS('|', " + columns + ") FROM " + table;
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void doesOnTheTargetWhatCascadesDidInsideTheSource(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(FAMILY);
      pair.both(
          "INSERT INTO p VALUES " + numbers(1, 600, "(#, 'p')"),
          "INSERT INTO q VALUES " + numbers(1, 10, "(#)"),
          "INSERT INTO c VALUES " + numbers(1, 600, "(#, #, 'c')"),
          "INSERT INTO g VALUES " + numbers(1, 600, "(#, #)"),
          "INSERT INTO s (id, p_id) VALUES " + numbers(1, 10, "(#, #)"),
          "INSERT INTO u VALUES " + numbers(5, 10, "(#, #)"),
          "INSERT INTO i (p_id, line, f, b, j, bits, t) VALUES " + numbers(1, 10, "(#, 1, 1.1, x'00FF27', '{\"a\": \"é\\\\n\"}', 257, 'it''s \\\\ 🌊')"),
          "INSERT INTO tree VALUES (9, NULL), (8, 9), (7, 8), (6, 7), (1, NULL), (2, 1)",
          "INSERT INTO k VALUES (1, 1), (1, 1), (2, 2), (NULL, 3), (5, 5)",
          "INSERT INTO kn VALUES (1, 1), (2, 2), (5, 5)");
      // the source cascades; the target receives only what the binlog contains: the parents' own changes
      pair.source(
          "DELETE FROM p WHERE id <= 4 OR id > 300", "DELETE FROM q WHERE id <= 4", "UPDATE q SET id = 1005 WHERE id = 5", "DELETE FROM tree WHERE id = 9");
      pair.target(
          "SET foreign_key_checks = 0",
          "DELETE FROM p WHERE id <= 4 OR id > 300", "DELETE FROM q WHERE id <= 4", "UPDATE q SET id = 1005 WHERE id = 5", "DELETE FROM tree WHERE id = 9",
          "SET foreign_key_checks = 1");

      AtomicInteger asked = new AtomicInteger();
      assertThatThrownBy(() -> repair(pair, () -> asked.incrementAndGet() > 3 ? Duration.ofSeconds(50) : Duration.ofMinutes(10))).isInstanceOf(Unfinished.class);
      CascadeResult result = repair(pair, PLENTY);

      assertThat(of(result, "c_p").deleted()).isEqualTo(304);
      assertThat(of(result, "g_c").deleted()).isEqualTo(304);
      assertThat(of(result, "s_p").nulled()).isEqualTo(4);
      assertThat(of(result, "tree_up").deleted()).isEqualTo(3);
      assertThat(of(result, "k_p").deleted()).isEqualTo(3);
      assertThat(of(result, "kn_p").nulled()).isEqualTo(2);
      for (String query : List.of(
          rows("c", "id, p_id, n"),
          rows("g", "id, c_id"),
          rows("s", "id, IFNULL(p_id, 'null'), at"),
          rows("i", "p_id, line, f, HEX(b), bits + 0, t, v, JSON_UNQUOTE(JSON_EXTRACT(j, '$.a'))"),
          rows("u", "id, p_id"),
          rows("k", "IFNULL(p_id, 'null'), n"),
          rows("kn", "IFNULL(p_id, 'null'), n"),
          rows("tree", "id, IFNULL(up, 'null')"))) {
        assertThat(pair.listTarget(query)).as(query).isNotEmpty().isEqualTo(pair.listSource(query));
      }
      assertThat(of(result, "u_p").updated()).isEqualTo(1);
      assertThat(of(result, "i_p").deleted()).isEqualTo(5);
      assertThat(of(result, "i_p").inserted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void followsAParentsNewKey(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(
          "CREATE TABLE p (a VARCHAR(10) COLLATE utf8mb4_bin, b INT, PRIMARY KEY (a, b))",
          "CREATE TABLE u (id INT PRIMARY KEY, a VARCHAR(10) COLLATE utf8mb4_bin, b INT, CONSTRAINT u_p FOREIGN KEY (a, b) REFERENCES p (a, b) ON UPDATE CASCADE)",
          "INSERT INTO p VALUES ('x', 1), ('y', 2)",
          "INSERT INTO u VALUES (1, 'x', 1), (2, 'y', 2), (3, NULL, 1)");
      pair.source("UPDATE p SET a = 'it''s' WHERE a = 'x'").target("SET foreign_key_checks = 0", "UPDATE p SET a = 'it''s' WHERE a = 'x'");
      assertThat(of(repair(pair, PLENTY), "u_p").updated()).isEqualTo(1);
      assertThat(pair.listTarget(rows("u", "id, a, b"))).hasSize(3).isEqualTo(pair.listSource(rows("u", "id, a, b")));
    }
  }

  /** Otherwise the cutover would end with an error of the target, although the repair after the final comparison writes such rows. */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void leavesARowToTheRepairWhoseUniqueValueADifferentRowHolds(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(
          "CREATE TABLE p (id INT PRIMARY KEY)",
          "CREATE TABLE d (id INT PRIMARY KEY, p_id INT, e VARCHAR(10) UNIQUE, CONSTRAINT d_p FOREIGN KEY (p_id) REFERENCES p (id) ON UPDATE CASCADE ON DELETE CASCADE)",
          "CREATE TABLE m (p_id INT, line INT, e VARCHAR(10) UNIQUE, PRIMARY KEY (p_id, line), CONSTRAINT m_p FOREIGN KEY (p_id) REFERENCES p (id) ON UPDATE CASCADE)",
          "INSERT INTO p VALUES (1), (2), (3), (4)",
          "INSERT INTO d VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c'), (4, 4, 'd')",
          "INSERT INTO m VALUES (3, 1, 'y'), (4, 1, 'x'), (4, 2, 'w')");
      String[] parents = {"DELETE FROM p WHERE id = 2", "UPDATE p SET id = 1001 WHERE id = 1", "UPDATE p SET id = 1004 WHERE id = 4"};
      pair.source(parents);
      // changes that AWS DMS could not apply, because a cascade was missing on the target
      pair.source("UPDATE d SET e = 'b' WHERE id = 1", "UPDATE d SET e = 'z' WHERE id = 3", "UPDATE d SET e = 'c' WHERE id = 4");
      pair.source("UPDATE m SET e = 'q' WHERE p_id = 3", "UPDATE m SET e = 'y' WHERE p_id = 1004 AND line = 1");
      pair.target("SET foreign_key_checks = 0").target(parents);

      CascadeResult result = repair(pair, PLENTY);

      assertThat(of(result, "d_p").deleted()).isEqualTo(1);
      assertThat(of(result, "d_p").updated()).as("row 1 takes the value of row 2, which is deleted first").isEqualTo(1);
      assertThat(of(result, "d_p").kept()).as("row 4, whose value row 3 still holds").isEqualTo(1);
      assertThat(of(result, "m_p").inserted()).isEqualTo(1);
      assertThat(pair.listTarget(rows("d", "id, p_id, e"))).containsExactlyInAnyOrder("1|1001|b", "3|3|c", "4|4|d");
      assertThat(pair.listTarget(rows("m", "p_id, line, e"))).containsExactlyInAnyOrder("3|1|y", "1004|2|w");
    }
  }

  /** MySQL 9.7 writes the children's rows to the binlog. If InnoDB is set to run the cascades, it does not. */
  @ParameterizedTest
  @ValueSource(strings = {"OFF", "ON"})
  void repairsOnlyWhatTheBinlogDoesNotHave(String insideInnoDb) throws SQLException {
    List<String> arguments = List.of("--innodb-native-foreign-keys=" + insideInnoDb);
    try (DatabaseServer server = SourceServer.MYSQL_9.start(CacheDirectory.standard(), arguments, Progress.silent()); Pair pair = new Pair(server)) {
      pair.both(FAMILY[0], FAMILY[1], "INSERT INTO p VALUES (1, 'p'), (2, 'p')", "INSERT INTO c VALUES (1, 1, 'c'), (2, 2, 'c')");
      pair.source("DELETE FROM p WHERE id = 1").target("SET foreign_key_checks = 0", "DELETE FROM p WHERE id = 1", "SET foreign_key_checks = 1");
      CascadeResult result = repair(pair, PLENTY);
      boolean inBinlog = insideInnoDb.equals("OFF");
      assertThat(pair.inventory().source().cascadesInBinlog()).isEqualTo(inBinlog);
      assertThat(result.nothingToRepair().isPresent()).isEqualTo(inBinlog);
      // a child that still exists although its deletion was replicated is a fault, which the verification must report
      assertThat(result.deleted()).isEqualTo(inBinlog ? 0 : 1);
      assertThat(pair.askTarget("SELECT COUNT(*) FROM c")).isEqualTo(inBinlog ? "2" : "1");
    }
  }

  @Test
  void neverDeletesWhatTheSourceHas() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both(FAMILY[0], FAMILY[1], "SET foreign_key_checks = 0", "INSERT INTO c VALUES (1, 77, 'orphan'), (2, 78, 'orphan')", "SET foreign_key_checks = 1");
      pair.source("DELETE FROM c WHERE id = 2");
      CascadeResult result = repair(pair, PLENTY);
      assertThat(of(result, "c_p")).isEqualTo(new Repaired(of(result, "c_p").table(), "c_p", 1, 0, 0, 0, 1));
      assertThat(pair.askTarget("SELECT COUNT(*) FROM c WHERE id = 1")).isEqualTo("1");
    }
  }

  private static String numbers(int from, int to, String row) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> row.replace("#", Integer.toString(n))).collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void theNextGeneratedIdFollowsTheSourceForEveryType(LocalFlavour flavour) throws SQLException {
    List<String> types = List.of("TINYINT", "TINYINT UNSIGNED", "SMALLINT", "MEDIUMINT", "INT UNSIGNED", "BIGINT", "BIGINT UNSIGNED");
    for (String options : List.of("", " AUTO_ID_CACHE 1", " /*T![clustered_index] n */")) {
      try (Pair pair = new Pair(flavour)) {
        String key = options.contains("n */") ? " PRIMARY KEY /*T![clustered_index] NONCLUSTERED */" : " PRIMARY KEY";
        for (int i = 0; i < types.size(); i++) {
          String columns = " (id " + types.get(i) + " AUTO_INCREMENT" + key + ", a INT)";
          pair.source("CREATE TABLE t" + i + columns).target("CREATE TABLE t" + i + columns + (options.contains("CACHE") ? options : ""));
          pair.both("INSERT INTO t" + i + " VALUES (1, 0), (40, 0)").source("INSERT INTO t" + i + " (a) VALUES (0), (0)", "DELETE FROM t" + i + " WHERE id > 40");
        }
        pair.both("CREATE TABLE big (id BIGINT UNSIGNED AUTO_INCREMENT" + key + ", a INT)", "INSERT INTO big VALUES (9223372036854775900, 0)");
        pair.both("CREATE TABLE plain (id INT PRIMARY KEY)");
        RebaseResult result = rebase(pair);
        assertThat(result.tables()).hasSize(types.size() + 1);
        assertThat(Long.parseLong(result.tso())).isPositive();
        for (int i = 0; i < types.size(); i++) {
          // 41 and 42 existed on the source and were deleted; their numbers must not be used again
          pair.target("INSERT INTO t" + i + " (a) VALUES (1)");
          assertThat(Long.parseLong(pair.askTarget("SELECT id FROM t" + i + " WHERE a = 1"))).as(types.get(i) + options).isBetween(43L, 60L);
        }
        pair.target("INSERT INTO big (a) VALUES (1)");
        assertThat(new BigInteger(pair.askTarget("SELECT id FROM big WHERE a = 1"))).isGreaterThan(new BigInteger("9223372036854775900"));
      }
    }
  }

  @Test
  void aSecondRebaseChangesNothingAndAnExhaustedTypeIsReported() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both("CREATE TABLE t (id TINYINT AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO t VALUES (127)");
      pair.both("CREATE TABLE u (id INT AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO u VALUES (5)");
      RebaseResult first = rebase(pair);
      assertThat(first.tables()).extracting(RebaseResult.Rebased::exhausted).containsExactly(true, false);
      assertThat(first.tables().getLast().sourceMax()).isEqualTo(Optional.of(BigInteger.valueOf(5)));
      String next = pair.askTarget("SHOW TABLE u NEXT_ROW_ID");
      assertThat(rebase(pair)).isEqualTo(first);
      assertThat(pair.askTarget("SHOW TABLE u NEXT_ROW_ID")).isEqualTo(next);
    }
  }

  @Test
  void setsTheCounterOfAutoRandomAndLeavesTheEndOfBigintAlone() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.source(
          "CREATE TABLE a (id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT)", "INSERT INTO a VALUES (10, 1), (700, 2)",
          "CREATE TABLE b (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, n INT)", "INSERT INTO b VALUES (3, 1)",
          "CREATE TABLE c (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO c VALUES (18446744073709551614)",
          "CREATE TABLE d (id BIGINT AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO d VALUES (9223372036854775806)");
      pair.target(
          "SET allow_auto_random_explicit_insert = 1",
          "CREATE TABLE a (id BIGINT AUTO_RANDOM(5) PRIMARY KEY, n INT)", "INSERT INTO a VALUES (10, 1), (700, 2)",
          "CREATE TABLE b (id BIGINT UNSIGNED AUTO_RANDOM(3, 54) PRIMARY KEY, n INT)", "INSERT INTO b VALUES (3, 1)",
          "CREATE TABLE c (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_ID_CACHE 1", "INSERT INTO c VALUES (18446744073709551614)",
          "CREATE TABLE d (id BIGINT AUTO_INCREMENT PRIMARY KEY) AUTO_ID_CACHE 1", "INSERT INTO d VALUES (9223372036854775806)");

      assertThat(rebase(pair).tables()).extracting(r -> r.table().table() + " " + r.after() + " " + r.exhausted())
          .startsWith("a 701 false", "b 4 false")
          .satisfiesExactly(a -> {}, b -> {}, c -> assertThat(c).endsWith("true"), d -> assertThat(d).endsWith("true"));

      pair.target("INSERT INTO a (n) VALUES (3)", "INSERT INTO b (n) VALUES (2)");
      assertThat(pair.askTarget("SELECT id & " + ((1L << 58) - 1) + " FROM a WHERE n = 3")).isEqualTo("701");
      assertThat(pair.askTarget("SELECT id & " + ((1L << 51) - 1) + " FROM b WHERE n = 2")).isEqualTo("4");
    }
  }
}

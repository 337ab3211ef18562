package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.lambda.ApplyRepairHandler;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.run.Migration;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The repair of rows that differ, on the target. */
class RepairIT {
  private static final String[] TABLES = {
    "CREATE TABLE keyed (id INT PRIMARY KEY, u VARCHAR(20) UNIQUE, v TEXT, d DOUBLE, g INT AS (id * 2) STORED)",
    "CREATE TABLE keyless (a INT, b VARCHAR(20))",
    "INSERT INTO keyed (id, u, v, d) VALUES " + rows(),
    "INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (2, 'y'), (3, NULL)"
  };

  private static String rows() {
    return IntStream.rangeClosed(1, 40).mapToObj(i -> "(" + i + ", 'u" + i + "', 'it''s\n" + i + "', " + i + " * 0.25)").collect(Collectors.joining(", "));
  }

  private static Repairs.Offered offered(Pair pair, VerificationResult result) {
    return new Repairs(pair.files(), pair.inventory()).plan(result, Migration.Repair.sql);
  }

  private static ApplyRepairHandler.Output apply(Pair pair, VerificationResult result) {
    return new ApplyRepairHandler(pair.objects(), pair.lock(), pair.databases())
        .handle(new ApplyRepairHandler.Input(pair.run(), result.round()), Verification.PLENTY);
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void makesEveryRowAsTheSourceHasItNow(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(TABLES);
      pair.target(
          "DELETE FROM keyed WHERE id IN (3, 20)",
          "INSERT INTO keyed (id, u) VALUES (100, 'u3'), (101, NULL)",
          "UPDATE keyed SET v = NULL WHERE id = 7",
          "UPDATE keyed SET d = 0 WHERE id = 40",
          "DELETE FROM keyless WHERE a = 1",
          "INSERT INTO keyless VALUES (1, 'x'), (2, 'y'), (9, 'extra')");
      Verification verification = new Verification(pair).chunkRows(15);
      VerificationResult result = verification.full();
      assertThat(result.verdict()).isEqualTo(VerificationResult.Verdict.different);
      Repairs.Offered offered = offered(pair, result);
      assertThat(offered.offer()).isEqualTo(Repairs.Offer.sql);
      assertThat(offered.tables()).isEqualTo(2);
      assertThat(offered.rows()).isEqualTo(result.mismatchCount());
      assertThat(offered.statements()).isEqualTo(2 + 2 + 2 * 2 + 3);
      // the source continues: its current rows count, not those from when the statements were shown
      pair.source("UPDATE keyed SET v = 'later' WHERE id = 7", "DELETE FROM keyed WHERE id = 20");
      assertThat(apply(pair, result).rows()).isPositive();
      assertThat(verification.full().verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(pair.askTarget("SELECT v FROM keyed WHERE id = 7")).isEqualTo("later");
      // killed after the last statement, before it could save its result
      pair.objects().putJson(
          pair.run().key("verify/" + result.round() + "/repair-cursor.json"), new RepairRun.Cursor(RepairRun.Pass.cleared, 0, 0, 0, 0));
      apply(pair, result);
      assertThat(verification.full().verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(pair.objects().list(pair.run().key("verify/" + result.round() + "/applied-"))).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = "MARIADB")
  void offersNoStatementsWhereTheyWouldLeaveRowsAsTheyAre(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)");
      pair.source("INSERT INTO t VALUES " + IntStream.rangeClosed(1, 1_200).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", ")));
      VerificationResult result = new Verification(pair).full();
      assertThat(offered(pair, result).offer()).isEqualTo(Repairs.Offer.tooMany);
      Repairs repairs = new Repairs(pair.files(), pair.inventory());
      assertThat(repairs.plan(result, Migration.Repair.reload).offer()).isEqualTo(Repairs.Offer.reload);
      assertThat(repairs.plan(result, Migration.Repair.none)).isEqualTo(Repairs.Offered.NOTHING);
      assertThat(pair.askTarget("SELECT COUNT(*) FROM t")).isEqualTo("0");
    }
  }

  private static final String[] FAMILY = {
    "CREATE TABLE parent (id INT PRIMARY KEY)",
    "CREATE TABLE child (id INT PRIMARY KEY, p INT, slot INT UNIQUE, FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE)",
    "CREATE TABLE other (id INT PRIMARY KEY, u INT UNIQUE)",
    "INSERT INTO parent VALUES (1), (2)",
    "INSERT INTO child VALUES (1, 1, 1), (2, 2, 2), (3, 2, 3), (4, 2, 4)",
    "INSERT INTO other VALUES (1, 1), (2, 2)"
  };

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void whatCollidesWithRowsThatACascadeDeletedIsWrittenAfterTheFreeze(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(FAMILY);
      // deletes 1 without a binlog event; 5 cannot be inserted, 2 cannot get the value, 3 waits for the value of 2, and the parent exists again
      pair.source(
          "DELETE FROM parent WHERE id = 1", "INSERT INTO parent VALUES (1)", "UPDATE child SET slot = 1 WHERE id = 2",
          "UPDATE child SET slot = 2 WHERE id = 3", "INSERT INTO child VALUES (5, 1, 3)");
      Verification verification = new Verification(pair);
      VerificationResult before = verification.full();
      assertThat(before.verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(before.tables()).filteredOn(table -> table.table().table().equals("child")).singleElement()
          .satisfies(child -> assertThat(child.found().cascaded()).isEqualTo(4));

      VerificationResult last = verification.round(Rounds.FINAL);
      assertThat(last.verdict()).isEqualTo(VerificationResult.Verdict.different);
      Repairs repairs = new Repairs(pair.files(), pair.inventory());
      Repairs.Offered offered = repairs.plan(last, Migration.Repair.none);
      assertThat(offered.offer()).isEqualTo(Repairs.Offer.cascades);
      assertThat(offered.rows()).isEqualTo(4);
      apply(pair, last);
      VerificationResult again = verification.round(Rounds.FINAL_AGAIN);
      assertThat(again.verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(again.tables()).extracting(table -> table.table().table()).contains("child");
    }
  }

  /** If the binlog has the children's rows, a child that is left is a fault like every different one. */
  @Test
  void ifCascadesAreInTheBinlogNothingIsAcceptedOrWritten() throws SQLException {
    try (Pair pair = new Pair(SourceServer.MYSQL_9)) {
      pair.both(FAMILY);
      pair.source("DELETE FROM parent WHERE id = 1", "INSERT INTO parent VALUES (1)");
      Verification verification = new Verification(pair);
      VerificationResult before = verification.full();
      assertThat(before.verdict()).isEqualTo(VerificationResult.Verdict.different);
      assertThat(before.tables()).extracting(table -> table.table().table() + " " + table.mismatches() + " " + table.found().cascaded())
          .containsExactlyInAnyOrder("child 1 0", "other 0 0", "parent 0 0");
      VerificationResult last = verification.round(Rounds.FINAL);
      assertThat(last.mismatchCount()).isEqualTo(1);
      assertThat(new Repairs(pair.files(), pair.inventory()).plan(last, Migration.Repair.none)).isEqualTo(Repairs.Offered.NOTHING);
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void whatNoCascadeExplainsIsNeitherAcceptedNorWrittenAfterTheFreeze(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(FAMILY);
      pair.target("DELETE FROM child WHERE id = 4", "UPDATE other SET u = 3 WHERE id = 1");
      Verification verification = new Verification(pair);
      VerificationResult before = verification.full();
      assertThat(before.tables()).extracting(table -> table.table().table() + " " + table.mismatches() + " " + table.found().cascaded())
          .containsExactlyInAnyOrder("child 1 0", "other 1 0", "parent 0 0");
      VerificationResult last = verification.round(Rounds.FINAL);
      assertThat(new Repairs(pair.files(), pair.inventory()).plan(last, Migration.Repair.sql)).isEqualTo(Repairs.Offered.NOTHING);

      pair.target("UPDATE other SET u = 1 WHERE id = 1");
      VerificationResult second = verification.round(Rounds.FINAL_AGAIN);
      assertThat(second.verdict()).isEqualTo(VerificationResult.Verdict.different);
      assertThat(new Repairs(pair.files(), pair.inventory()).plan(second, Migration.Repair.sql)).isEqualTo(Repairs.Offered.NOTHING);
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = "MYSQL")
  void refusedRowsThatHaveChangedSinceAreExplainedByDmssExceptionTable(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(FAMILY);
      pair.target(
          "DELETE FROM child WHERE id = 4",
          "CREATE DATABASE IF NOT EXISTS awsdms_control",
          "CREATE TABLE IF NOT EXISTS awsdms_control.awsdms_apply_exceptions (TASK_NAME VARCHAR(128) NOT NULL, TABLE_OWNER VARCHAR(128) NOT NULL,"
              + " TABLE_NAME VARCHAR(128) NOT NULL, ERROR_TIME TIMESTAMP NOT NULL, STATEMENT LONGTEXT NOT NULL, ERROR LONGTEXT NOT NULL)");
      Verification verification = new Verification(pair);
      assertThat(verification.full().mismatchCount()).isEqualTo(1);
      pair.target(
          "INSERT INTO awsdms_control.awsdms_apply_exceptions VALUES ('task', '" + pair.schema() + "', 'child', NOW(), 'INSERT', 'Duplicate entry'),"
              + " ('task', '" + pair.schema() + "', 'other', NOW(), 'INSERT', 'Duplicate entry')");
      VerificationResult result = verification.full();
      assertThat(result.mismatchCount()).isZero();
      assertThat(result.tables()).extracting(table -> table.table().table() + " " + table.found().cascaded()).contains("child 1", "other 0");
      // one change is one row, and nothing cascades to the second table
      pair.target("DELETE FROM child WHERE id = 3", "DELETE FROM other WHERE id = 1");
      assertThat(verification.full().mismatchCount()).isEqualTo(3);
      assertThat(verification.round(Rounds.FINAL).mismatchCount()).isEqualTo(3);
    }
  }
}

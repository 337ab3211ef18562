package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.local.database.Flavour;
import dev.tideway.request.Migration;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Writing the rows that differ to the target. */
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
    return new Repairs(pair.objects(), pair.run()).plan(result, Migration.Repair.sql);
  }

  private static ApplyRepairFunction.Output apply(Pair pair, VerificationResult result) {
    return new ApplyRepairFunction(pair.objects(), pair.lock(), pair.databases())
        .handle(new ApplyRepairFunction.Input(pair.run(), result.round()), Verification.PLENTY);
  }

  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = {"MARIADB", "MYSQL"})
  void makesEveryRowAsTheSourceHasItNow(Flavour flavour) throws SQLException {
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
      // the source goes on: what it holds now counts, not what it held when the statements were shown
      pair.source("UPDATE keyed SET v = 'later' WHERE id = 7", "DELETE FROM keyed WHERE id = 20");
      assertThat(apply(pair, result).rows()).isPositive();
      assertThat(verification.full().verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(pair.askTarget("SELECT v FROM keyed WHERE id = 7")).isEqualTo("later");
      // killed after the last statement, before it could say so
      pair.objects().putJson(
          pair.run().key("verify/" + result.round() + "/repair-cursor.json"), new RepairRun.Cursor(RepairRun.Pass.extra, 0, 0, 0, 0));
      apply(pair, result);
      assertThat(verification.full().verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(pair.objects().list(pair.run().key("verify/" + result.round() + "/applied-"))).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = "MARIADB")
  void offersNoStatementsWhereTheyWouldLeaveRowsAsTheyAre(Flavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)");
      pair.source("INSERT INTO t VALUES " + IntStream.rangeClosed(1, 1_200).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", ")));
      VerificationResult result = new Verification(pair).full();
      assertThat(offered(pair, result).offer()).isEqualTo(Repairs.Offer.tooMany);
      Repairs repairs = new Repairs(pair.objects(), pair.run());
      assertThat(repairs.plan(result, Migration.Repair.reload).offer()).isEqualTo(Repairs.Offer.reload);
      assertThat(repairs.plan(result, Migration.Repair.none)).isEqualTo(Repairs.Offered.NOTHING);
      assertThat(pair.askTarget("SELECT COUNT(*) FROM t")).isEqualTo("0");
    }
  }
}

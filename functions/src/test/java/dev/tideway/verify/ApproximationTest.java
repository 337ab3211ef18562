package dev.tideway.verify;

import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.TargetColumn;
import dev.tideway.verify.Approximation.Read;
import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.PairedRows.Row;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApproximationTest {
  private static final List<String> ONE = List.of("1");

  private static ColumnPair column(int number) {
    Column column =
        ColumnBuilder.builder().name("f" + number).type("float").columnType("float").nullable(true).build();
    return new ColumnPair(column, new TargetColumn(column.name(), "float", "float", Optional.empty(), Optional.empty(), false, false));
  }

  private static Approximation floats(int number, boolean keyed) {
    return new Approximation(IntStream.range(0, number).mapToObj(ApproximationTest::column).toList(), keyed);
  }

  private static Read read(long digest, long certain, double... values) {
    return new Read(1, BigInteger.valueOf(digest), BigInteger.valueOf(certain), Arrays.stream(values).map(value -> (float) value).boxed().toList());
  }

  private static Row row(long copies, long digest, boolean rounded) {
    return new Row(copies, BigInteger.valueOf(digest), rounded);
  }

  @Test
  void aRowIsTheSameIfEachOfItsValuesIs() {
    PerSide<Map<List<String>, Row>> rows =
        floats(2, true).settle(new PerSide<>(Map.of(ONE, read(10, 7, 123456789, 8388608.5)), Map.of(ONE, read(11, 7, 123457000, 8388608.5))));
    assertThat(rows.source()).isEqualTo(Map.of(ONE, row(1, 10, false)));
    assertThat(rows.target()).isEqualTo(Map.of(ONE, row(1, 10, true)));
  }

  @Test
  void aRowDiffersIfADifferentColumnDoes() {
    PerSide<Map<List<String>, Row>> rows =
        floats(1, true).settle(new PerSide<>(Map.of(ONE, read(10, 7, 123456789)), Map.of(ONE, read(11, 8, 123457000))));
    assertThat(rows.target()).isEqualTo(Map.of(ONE, row(1, 11, false)));
  }

  /** Rows without a key are identified by their digest and by the digest of their certain columns. */
  @Test
  void withoutAKeyARoundedRowMatchesOneThatIsMissing() {
    List<String> exact = List.of("a", "7");
    List<String> rounded = List.of("b", "7");
    List<String> other = List.of("c", "8");
    PerSide<Map<List<String>, Row>> rows =
        floats(1, false).settle(
            new PerSide<>(
                Map.of(exact, read(10, 7, 123456789), rounded, read(11, 7, 123457000)),
                Map.of(rounded, read(11, 7, 123457000).plus(read(11, 7, 123457000)), other, read(12, 8, 123457000))));
    assertThat(rows.source()).isEqualTo(Map.of(List.of("a"), row(1, 10, false), List.of("b"), row(1, 11, false)));
    assertThat(rows.target()).isEqualTo(Map.of(List.of("a"), row(1, 10, true), List.of("b"), row(1, 11, false), List.of("c"), row(1, 12, false)));
  }
}

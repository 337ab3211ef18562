package dev.tideway.model.rows;

import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Side;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowKeyTest {
  private static ColumnPair column(String name, String type, String charset, String from, String to) {
    Optional<String> of = Optional.of(charset).filter(text -> !text.isEmpty());
    return new ColumnPair(
        ColumnBuilder.builder().name(name).type(type).columnType(type).charset(of).collation(of.map(any -> from)).build(),
        new TargetColumn(name, type, type, of.map(any -> "utf8mb4"), of.map(any -> to), false, false));
  }

  private static ColumnPair number(String name) {
    return column(name, "int", "", "", "");
  }

  private static final RowKey ONE = new RowKey(List.of(number("a")), true);
  private static final RowKey TWO = new RowKey(List.of(number("a"), number("b")), true);

  @Test
  void rangesExcludeTheirLowerAndIncludeTheirUpperBound() {
    assertThat(ONE.range(List.of("1"), List.of("5"))).isEqualTo("`a` > 1 AND `a` <= 5");
    assertThat(ONE.range(List.of(), List.of("5"))).isEqualTo("`a` <= 5");
    assertThat(ONE.range(List.of("1"), List.of())).isEqualTo("`a` > 1");
    assertThat(ONE.range(List.of(), List.of())).isEqualTo("TRUE");
  }

  @Test
  void rangesOverSeveralColumnsCompareColumnsOneByOne() {
    assertThat(TWO.range(List.of("1", "2"), List.of("3", "4")))
        .isEqualTo("`a` >= 1 AND (`a` > 1 OR (`a` = 1 AND `b` > 2)) AND `a` <= 3 AND (`a` < 3 OR (`a` = 3 AND `b` <= 4))");
  }

  @Test
  void aCommonBeginningBecomesAnEquality() {
    assertThat(TWO.range(List.of("1", "2"), List.of("1", "4"))).isEqualTo("`a` = 1 AND `b` > 2 AND `b` <= 4");
  }

  @Test
  void keyValuesAreDataAndNeverSyntax() {
    RowKey text = new RowKey(List.of(column("k", "varchar", "utf8mb4", "utf8mb4_bin", "utf8mb4_bin")), true);
    assertThat(text.in(Side.target, List.of(List.of("' OR 1=1 -- ")))).isEqualTo("`k` IN (''' OR 1=1 -- ')");
    assertThat(text.range(List.of("\\"), List.of())).isEqualTo("`k` > _utf8mb4 x'5c'");
    assertThatThrownBy(() -> ONE.range(List.of("1 OR 1=1"), List.of())).isInstanceOf(IllegalArgumentException.class);
    RowKey binary = new RowKey(List.of(column("k", "varbinary", "", "", "")), true);
    assertThatThrownBy(() -> binary.range(List.of("00' OR '"), List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textIsCutOnlyWhereBothSidesSortAlike() {
    assertThat(column("k", "varchar", "utf8mb4", "utf8mb4_bin", "utf8mb4_0900_bin").sortsAlike(false)).isTrue();
    assertThat(column("k", "varchar", "utf8mb4", "utf8mb4_general_ci", "utf8mb4_general_ci").sortsAlike(true)).isTrue();
    assertThat(column("k", "varchar", "utf8mb4", "utf8mb4_0900_ai_ci", "utf8mb4_0900_ai_ci").sortsAlike(false)).isTrue();
    assertThat(column("k", "varchar", "utf8mb4", "utf8mb4_unicode_ci", "utf8mb4_unicode_ci").sortsAlike(true)).isFalse();
    assertThat(column("k", "varchar", "utf8mb4", "utf8mb4_uca1400_ai_ci", "utf8mb4_0900_ai_ci").sortsAlike(true)).isFalse();
    assertThat(column("k", "varchar", "latin1", "latin1_bin", "utf8mb4_bin").sortsAlike(false)).isFalse();
    assertThat(column("k", "varchar", "utf8mb4", "utf8mb4_general_ci", "utf8mb4_bin").sortsAlike(false)).isFalse();
    assertThat(column("k", "enum", "utf8mb4", "utf8mb4_bin", "utf8mb4_bin").sortsAlike(false)).isFalse();
  }
}

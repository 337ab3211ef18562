package dev.tideway.model.rows;

import dev.tideway.model.ColumnBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rule alone; ValuesIT and CorpusIT test it on servers. */
class FloatingPointTest {
  private static FloatingPoint type(String type, String columnType) {
    return FloatingPoint.of(
            ColumnBuilder.builder().name("c").type(type).columnType(columnType).nullable(true).build())
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "123456789, 123457000, true", "123457000, 123456789, false", "8388608, 8388610, true", "8388608, 8388609, false", "1000005, 1000000, true",
    "1000015, 1000020, true", "1.2345678806304932, 1.2345700263977051, true", "1.0000100135803223, 1.0000200271606445, false", "1e-40, 2e-40, false",
    "NaN, NaN, true", "NaN, 0, false", "0, NaN, false", "0, 0, true"
  })
  void floatMayBeLeftWithTheSixDigitsThatTheSourcePrints(double source, double target, boolean agrees) {
    assertThat(type("float", "float").agrees((float) source, (float) target)).isEqualTo(agrees);
  }

  @Test
  void doubleIsBitForBit() {
    assertThat(type("double", "double").agrees(0.1, Math.nextUp(0.1))).isFalse();
    assertThat(type("double", "double").approximate()).isFalse();
    assertThat(type("double", "double unsigned").decimals()).isEmpty();
  }

  @Test
  void decimalsAreComparedAsTextAsLongAsADoubleHoldsThem() {
    FloatingPoint opencart = type("double", "double(15,8)");
    assertThat(opencart.approximate()).isFalse();
    assertThat(opencart.canonical("`c`")).isEqualTo("CAST(`c`+0e0 AS DECIMAL(65,8))");
    assertThat(type("float", "float(7,4) unsigned").canonical("`c`")).isEqualTo("CAST(`c`+0e0 AS DECIMAL(65,4))");
  }

  @Test
  void decimalsThatADoubleDoesNotHoldAreAFewUnitsApart() {
    FloatingPoint wide = type("double", "double(20,4)");
    assertThat(wide.approximate()).isTrue();
    assertThat(wide.agrees(68167795874780.78, 68167795874780.79)).isTrue();
    assertThat(wide.agrees(68167795874780.78, 68167795874780.88)).isFalse();
    assertThat(wide.agrees(-1.0369000000000002, -1.0369)).isTrue();
    assertThat(wide.agrees(1.5, 1.5001)).as("small enough for its decimals").isFalse();
  }
}

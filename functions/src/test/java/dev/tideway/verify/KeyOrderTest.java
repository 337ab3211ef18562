package dev.tideway.verify;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyOrderTest {
  private static final List<String> GROUPS = List.of(" ", "_", "-", "0", "1", "2", "aA", "bB", "zZ");
  private static final KeyOrder LETTERS = KeyOrder.Letters.of("", GROUPS, 8);

  static Stream<Arguments> orders() {
    return Stream.of(
        Arguments.of(new KeyOrder.Integers(), List.of("-9223372036854775808", "-1", "0", "18446744073709551615")),
        Arguments.of(new KeyOrder.Bytes(3), List.of("000000", "000100", "7FFFFF", "80", "FFFFFF")),
        Arguments.of(new KeyOrder.Days(), List.of("0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31")),
        Arguments.of(new KeyOrder.Seconds(), List.of("1000-01-01 00:00:00", "2024-02-29 23:59:59.5", "2024-03-01 00:00:00.000000")),
        Arguments.of(LETTERS, List.of("", "_", "-a", "0-1", "01", "a", "A1", "aa", "b", "Zz", "é")),
        Arguments.of(KeyOrder.Letters.of("Süd/", GROUPS, 2), List.of("Süd/", "Süd/0", "Süd/01", "Süd/0a", "Süd/bz")));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void numbersRiseWithTheValues(KeyOrder order, List<String> values) {
    assertThat(values.stream().map(value -> order.number(value).orElseThrow()).toList()).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void aNumberGivesAValueAtItsPosition(KeyOrder order, List<String> values) {
    BigInteger first = order.number(values.get(1)).orElseThrow();
    BigInteger last = order.number(values.get(2)).orElseThrow();
    BigInteger middle = first.add(last).shiftRight(1);
    assertThat(order.number(order.identity(first))).contains(first);
    // a number between two letters has the value of the letter next to it
    assertThat(order.number(order.identity(middle)).orElseThrow()).isBetween(first, last);
  }

  @Test
  void roundedNumbersAreShortTexts() {
    BigInteger number = LETTERS.number("012ab").orElseThrow();
    assertThat(LETTERS.identity(number.shiftRight(42).shiftLeft(42))).isEqualTo("01");
  }

  @Test
  void datesThatDoNotExistHaveNoNumber() {
    assertThat(new KeyOrder.Days().number("0000-00-00")).isEmpty();
    assertThat(new KeyOrder.Days().number("2023-02-00")).isEmpty();
    assertThat(new KeyOrder.Seconds().number("0000-00-00 00:00:00")).isEmpty();
  }

  @Test
  void lettersThatACollationCallsEqualHaveOneNumber() {
    assertThat(LETTERS.number("ZAB")).isEqualTo(LETTERS.number("zab"));
  }
}

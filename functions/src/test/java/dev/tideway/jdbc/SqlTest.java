package dev.tideway.jdbc;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqlTest {
  private static final String ALPHABET = "aZ0_ .,`'\"\\/*-#;()%\n\t\r\u00a0éßİ漢\ud83d\ude00";

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(70);
    int symbols = ALPHABET.codePointCount(0, ALPHABET.length());
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(ALPHABET.codePointAt(ALPHABET.offsetByCodePoints(0, random.nextInt(symbols))));
    }
    return text.toString();
  }

  /** How a server reads a quoted token: where it ends and what it contains. */
  private static String read(String sql, char quote, boolean escapes) {
    assertThat(sql.charAt(0)).isEqualTo(quote);
    StringBuilder value = new StringBuilder();
    int i = 1;
    while (true) {
      char c = sql.charAt(i);
      if (c == quote && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        value.append(c);
        i += 2;
      } else if (c == quote) {
        assertThat(i).as("the token ends with the text").isEqualTo(sql.length() - 1);
        return value.toString();
      } else if (c == '\\' && escapes) {
        char next = sql.charAt(i + 1);
        value.append(next == '0' ? '\0' : next);
        i += 2;
      } else {
        value.append(c);
        i++;
      }
    }
  }

  @Test
  void quotesAnyIdentifierAsData() {
    long seed = 7_311;
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      String name = random(random);
      assertThat(read(Sql.name(name), '`', false)).as("seed %d, name %d", seed, i).isEqualTo(name);
    }
  }

  @Test
  void quotesAnyTextAsData() {
    long seed = 7_312;
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      String text = random(random) + (i % 3 == 0 ? "\0" : "");
      assertThat(read(Sql.quoted(text), '\'', true)).as("seed %d, text %d", seed, i).isEqualTo(text);
    }
  }

  @Test
  void quotesEachOfAList() {
    assertThat(Sql.names(List.of("a`b", "c, d"))).isEqualTo("`a``b`, `c, d`");
    assertThat(Sql.name("s.x", "t")).isEqualTo("`s.x`.`t`");
  }

  @Test
  void refusesWhatNoIdentifierCanHold() {
    assertThatThrownBy(() -> Sql.name("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }
}

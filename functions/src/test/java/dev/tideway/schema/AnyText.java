package dev.tideway.schema;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Texts that no server should print: pieces of SQL in any order, cut anywhere. */
public final class AnyText {
  private static final int TEXTS = 5_000;
  private static final int LONG = 20_000;
  private static final List<String> PIECES =
      List.of(
          "'", "''", "\\'", "\"", "`", "``", "\\", "(", ")", ",", ".", " ", "\n", "\0", "_utf8mb4", "_latin1'", "x'", "0x", "b'", "1e999999999", "-", "?",
          "é", "漢", "😀", "\ud83d", "\ufffd", "`a`", "`s`.`t`", "nullif(", "json_value(", " returning ", "cast(", " as ", " array)", "convert(", " using ",
          "collate ", "charset ", "interval ", "CURRENT_TIMESTAMP", "(1 + 1)", "row(", " DEFAULT ", " CHECK (", "\n  `c` ", " GENERATED ALWAYS AS (", "AS ",
          " VIEW `s`.`v` ", "select ", "%", "#", "--", "/*", "*/", "@a", "$", ";", "::", "->>", "{", "[");

  private AnyText() {}

  /** Many texts, always the same ones for the same seed, and two very long ones. */
  public static Stream<String> texts(long seed) {
    Random random = new Random(seed);
    Stream<String> mixed =
        Stream.generate(
                () -> {
                  StringBuilder text = new StringBuilder();
                  int pieces = random.nextInt(12);
                  for (int i = 0; i < pieces; i++) {
                    text.append(PIECES.get(random.nextInt(PIECES.size())));
                  }
                  return text.substring(0, text.length() - (text.isEmpty() ? 0 : random.nextInt(Math.min(3, text.length()))));
                })
            .limit(TEXTS);
    return Stream.concat(mixed, Stream.of("concat('" + "it''s \\\\ ".repeat(LONG) + "')", "`" + "a``".repeat(LONG) + "`"));
  }
}

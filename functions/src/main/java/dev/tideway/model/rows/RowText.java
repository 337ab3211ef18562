package dev.tideway.model.rows;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SQL that makes one text of a row, equal on both sides exactly if the rows are: the columns' texts, joined by the byte FF, which no UTF-8 text holds. NULL, which
 * CONCAT_WS would leave out, is written as a text that no value of its column has.
 */
public final class RowText {
  /** As a literal that every server takes. */
  public static final String SEPARATOR = "CAST(x'FF' AS BINARY)";

  private RowText() {}

  /** Of these columns, each by the text that the function makes of it. */
  public static String of(List<ColumnPair> columns, Function<ColumnPair, String> texts) {
    return joined(columns.stream().map(column -> column.source().nullable() ? column.orNull(texts.apply(column)) : texts.apply(column)));
  }

  /** Of texts that are never NULL. */
  public static String joined(Stream<String> values) {
    String texts = values.collect(Collectors.joining(", "));
    // nothing is left of a table of NOT NULL JSON columns only
    return "CONCAT_WS(" + SEPARATOR + ", " + (texts.isEmpty() ? "''" : texts) + ")";
  }
}

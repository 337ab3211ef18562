package dev.tideway.model.rows;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SQL that makes one text of a row. The text is equal on both sides exactly if the rows are equal. It contains the columns' texts, joined by the byte FF,
 * which no UTF-8 text contains. CONCAT_WS would omit NULL, so NULL is written as a text that no value of its column has.
 */
public final class RowText {
  /** The separator as a literal that every server accepts. */
  public static final String SEPARATOR = "CAST(x'FF' AS BINARY)";

  private RowText() {}

  /** The text of these columns. The function makes the text of each column. */
  public static String of(List<ColumnPair> columns, Function<ColumnPair, String> texts) {
    return joined(columns.stream().map(column -> column.source().nullable() ? column.orNull(texts.apply(column)) : texts.apply(column)));
  }

  /** Joins texts that are never NULL. */
  public static String joined(Stream<String> values) {
    String texts = values.collect(Collectors.joining(", "));
    // a table that has only NOT NULL JSON columns leaves no text
    return "CONCAT_WS(" + SEPARATOR + ", " + (texts.isEmpty() ? "''" : texts) + ")";
  }
}

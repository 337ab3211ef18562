package dev.tideway.model;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * A property of a column that information_schema does not show, or does not show correctly.
 *
 * @param column its name
 * @param what the property
 * @param printed what information_schema prints for it
 */
record HiddenColumnDetail(String column, What what, String printed) {
  /** A property that information_schema does not show. */
  enum What {
    /** The expression of a generated column. */
    generation,
    /** An expression that is the default. */
    expression,
    /** The literal default of a TIMESTAMP. It is printed in the time zone of the session that created the table. */
    moment,
    /** The literal default of a BINARY or VARBINARY. It is printed only up to a zero byte or up to a byte that is not text. */
    bytes
  }

  /** The column as SHOW CREATE TABLE shows it. A default that it does not show either becomes an expression without text. */
  Column revealed(Column incomplete, String statement, ExpressionPrinting printing) {
    return switch (what) {
      case generation -> ShowCreate.generation(statement, column).map(e -> incomplete.generatedAs(Optional.of(e), incomplete.stored())).orElse(incomplete);
      case expression -> withDefault(incomplete, ShowCreate.expressionDefault(statement, column).filter(e -> printed.isEmpty() || printing.trusts(e, printed)), true);
      case moment -> withDefault(incomplete, ShowCreate.literalDefault(statement, column), false);
      case bytes -> withBytes(incomplete, ShowCreate.bytesDefault(statement, column));
    };
  }

  /** Whether the generated column's expression is known now. */
  boolean solved(String statement, ExpressionPrinting printing) {
    return what != What.generation || ShowCreate.generation(statement, column).filter(e -> printing.trusts(e, printed)).isPresent();
  }

  static Column withBytes(Column column, Optional<byte[]> bytes) {
    Function<byte[], String> literal = b -> "x'" + HexFormat.of().formatHex(b) + "'";
    return withDefault(column, bytes.map(literal), true);
  }

  private static Column withDefault(Column column, Optional<String> value, boolean expression) {
    return column.defaultingTo(value, expression || value.isEmpty());
  }
}

package dev.tideway.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One index.
 *
 * @param name exact name; {@code PRIMARY} for the primary key
 * @param unique whether values are unique
 * @param kind INDEX_TYPE: {@code BTREE}, {@code HASH}, {@code FULLTEXT}, {@code SPATIAL}
 * @param parts in order
 */
public record Index(String name, boolean unique, String kind, List<Part> parts) {
  /**
   * One part of an index.
   *
   * @param column the column, or empty for an expression
   * @param expression the expression, or empty for a column
   * @param prefix number of characters or bytes, or empty for the whole value
   */
  public record Part(Optional<String> column, Optional<String> expression, Optional<Integer> prefix) {}

  /** Whether this is the primary key. */
  public boolean primary() {
    return name.equals("PRIMARY");
  }
}

package dev.tideway.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * One index.
 *
 * @param name exact name; {@code PRIMARY} for the primary key
 * @param unique whether values are unique
 * @param kind INDEX_TYPE: {@code BTREE}, {@code HASH}, {@code FULLTEXT}, {@code SPATIAL}
 * @param parts in order
 * @param visible whether the optimizer uses it
 * @param comment the comment, possibly empty
 * @param clustered whether it is a primary key that contains the rows (TiDB's CLUSTERED; InnoDB's always is)
 * @param global whether it is one index for all partitions of a partitioned TiDB table
 */
@RecordBuilder
public record Index(
    String name, boolean unique, String kind, List<Part> parts, boolean visible, String comment, boolean clustered, boolean global)
    implements IndexBuilder.With {

  /** A visible index without comment; a primary key is clustered. */
  public Index(String name, boolean unique, String kind, List<Part> parts) {
    this(name, unique, kind, parts, true, "", name.equals("PRIMARY"), false);
  }

  /**
   * One part of an index.
   *
   * @param column the column, or empty for an expression
   * @param expression the expression, or empty for a column
   * @param prefix number of characters or bytes, or empty for the whole value
   * @param descending whether the order is descending
   * @param type type of an expression on the source: its SQL type and, for texts, a space and its collation; never set on the target
   */
  @RecordBuilder
  public record Part(
      Optional<String> column, Optional<String> expression, Optional<Integer> prefix, boolean descending, Optional<String> type)
      implements IndexPartBuilder.With {
    /** A part whose type is not known if it is an expression. */
    public Part(Optional<String> column, Optional<String> expression, Optional<Integer> prefix, boolean descending) {
      this(column, expression, prefix, descending, Optional.empty());
    }

    /** An ascending part. */
    public Part(Optional<String> column, Optional<String> expression, Optional<Integer> prefix) {
      this(column, expression, prefix, false);
    }

    /** A whole column, ascending. */
    public static Part of(String column) {
      return new Part(Optional.of(column), Optional.empty(), Optional.empty());
    }
  }

  /** Whether this is the primary key. */
  public boolean primary() {
    return name.equals("PRIMARY");
  }

  /** The columns of its parts, in order, without expressions. */
  public List<String> columns() {
    return parts.stream().flatMap(p -> p.column().stream()).toList();
  }
}

package dev.tideway.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * One foreign key.
 *
 * @param name constraint name
 * @param columns the child's columns, in order
 * @param parent the parent table
 * @param parentColumns the parent's columns, in order
 * @param onUpdate {@code RESTRICT}, {@code NO ACTION}, {@code CASCADE}, {@code SET NULL} or {@code SET DEFAULT}
 * @param onDelete one of the same values
 * @param match {@code NONE} (the same as SIMPLE), {@code FULL} or {@code PARTIAL}
 */
@RecordBuilder
public record ForeignKey(
    String name, List<String> columns, TableId parent, List<String> parentColumns, String onUpdate, String onDelete, String match)
    implements ForeignKeyBuilder.With {

  /** A key without a MATCH clause. */
  public ForeignKey(String name, List<String> columns, TableId parent, List<String> parentColumns, String onUpdate, String onDelete) {
    this(name, columns, parent, parentColumns, onUpdate, onDelete, "NONE");
  }
}

package dev.tideway.catalog;

import java.util.List;

/**
 * One foreign key.
 *
 * @param name constraint name
 * @param columns the child's columns, in order
 * @param parent the table referred to
 * @param parentColumns the parent's columns, in order
 * @param onUpdate {@code RESTRICT}, {@code NO ACTION}, {@code CASCADE}, {@code SET NULL} or {@code SET DEFAULT}
 * @param onDelete likewise
 */
public record ForeignKey(
    String name, List<String> columns, TableId parent, List<String> parentColumns, String onUpdate, String onDelete) {}

package dev.tideway.local.servers;

import java.util.List;

/**
 * A foreign key as the catalogue describes it.
 *
 * @param onDelete the rule, written {@code CASCADE}, {@code SET NULL}, {@code NO ACTION} or {@code RESTRICT}, like {@code onUpdate}
 */
public record ForeignKeyShape(
    String name,
    List<String> columns,
    String parentSchema,
    String parentTable,
    List<String> parentColumns,
    String onDelete,
    String onUpdate) {}

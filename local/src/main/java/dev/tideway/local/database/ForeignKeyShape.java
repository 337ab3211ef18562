package dev.tideway.local.database;

import java.util.List;

/** A foreign key as the catalogue describes it; rules are written {@code CASCADE}, {@code SET NULL}, {@code NO ACTION}, {@code RESTRICT}. */
public record ForeignKeyShape(
    String name,
    List<String> columns,
    String parentSchema,
    String parentTable,
    List<String> parentColumns,
    String onDelete,
    String onUpdate) {}

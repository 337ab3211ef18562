package dev.tideway.catalog;

import java.util.List;

/**
 * One view.
 *
 * @param id schema and name
 * @param definition the SELECT as the source prints it (information_schema.VIEWS.VIEW_DEFINITION)
 * @param columns its columns, in order
 */
public record View(TableId id, String definition, List<String> columns) {}

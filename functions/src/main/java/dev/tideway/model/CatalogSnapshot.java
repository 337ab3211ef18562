package dev.tideway.model;

import dev.tideway.error.Finding;
import java.util.List;
import java.util.Map;

/**
 * The source's catalogue data of a selection.
 *
 * @param tables by name, without LOB maxima
 * @param views by name
 * @param schemas default collation of each selected schema that exists
 * @param findings what is missing or cannot be migrated
 */
public record CatalogSnapshot(List<Table> tables, List<View> views, Map<String, String> schemas, List<Finding> findings) {}

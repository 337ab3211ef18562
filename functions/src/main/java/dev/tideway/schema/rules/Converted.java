package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.model.Table;
import dev.tideway.model.View;
import java.util.List;
import java.util.Map;

/**
 * A schema as it must be on the target, with the names of the source.
 *
 * @param charsets the default character set and collation of each database
 * @param tables in the inventory's order
 * @param views in an order in which each view comes after those it reads
 * @param rules which rules have changed an object ({@code schema.table}, {@code schema.table.column}), in their order
 * @param findings the findings of the conversion
 */
public record Converted(
    Map<String, Charset> charsets, List<Table> tables, List<View> views, Map<String, List<String>> rules, List<Finding> findings) {
  /** A character set and one of its collations. */
  public record Charset(String name, String collation) {}
}

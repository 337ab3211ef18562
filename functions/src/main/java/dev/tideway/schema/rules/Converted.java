package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.model.Table;
import dev.tideway.model.View;
import java.util.List;
import java.util.Map;

/**
 * A schema as it must be on the target, under the source's names.
 *
 * @param charsets the default character set and collation of each database
 * @param tables in the inventory's order
 * @param views so that each stands behind those it reads
 * @param rules which rules have changed an object ({@code schema.table}, {@code schema.table.column}), in their order
 * @param findings what is to be said
 */
public record Converted(
    Map<String, Charset> charsets, List<Table> tables, List<View> views, Map<String, List<String>> rules, List<Finding> findings) {
  /** A character set and one of its collations. */
  public record Charset(String name, String collation) {}
}

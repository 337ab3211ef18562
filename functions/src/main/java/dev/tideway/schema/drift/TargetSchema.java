package dev.tideway.schema.drift;

import dev.tideway.model.Table;
import dev.tideway.model.View;
import dev.tideway.run.Artifact;
import java.util.List;
import java.util.Map;

/**
 * What the target has of a migration's objects. The dry run writes what the target made of the plan to {@code target.json}: the
 * exact words in which the same definitions must be found again later.
 *
 * @param collations default collation of each database that exists
 * @param tables base tables, under the source's schema names
 * @param views views, likewise
 */
public record TargetSchema(Map<String, String> collations, List<Table> tables, List<View> views) {
  /** The file that holds it. */
  public static final Artifact<TargetSchema> FILE = Artifact.of("target.json", TargetSchema.class);
}

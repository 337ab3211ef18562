package dev.tideway.schema.drift;

import dev.tideway.model.Table;
import dev.tideway.model.View;
import dev.tideway.run.Artifact;
import java.util.List;
import java.util.Map;

/**
 * The objects of a migration that the target has. The dry run writes to {@code target.json} what the target has created from the plan. Later the same
 * definitions must have exactly these texts.
 *
 * @param collations default collation of each database that exists
 * @param tables base tables, with the schema names of the source
 * @param views views, with the schema names of the source
 */
public record TargetSchema(Map<String, String> collations, List<Table> tables, List<View> views) {
  /** The file that holds it. */
  public static final Artifact<TargetSchema> FILE = Artifact.of("target.json", TargetSchema.class);
}

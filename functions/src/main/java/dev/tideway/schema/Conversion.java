package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.model.Inventory;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import dev.tideway.schema.rules.Converted;
import dev.tideway.schema.rules.Rules;
import java.util.List;
import java.util.function.UnaryOperator;

/** A converted schema and the findings of the conversion. */
public record Conversion(SchemaPlan plan, List<Finding> findings) {
  /** The file that holds the findings. */
  public static final Artifact<List<Finding>> FINDINGS = new Artifact<>("findings-convert.json", new TypeReference<>() {});

  /** Converts an inventory into the target's DDL. The rules change the model, then the model is printed. Pure: the same inventory gives the same plan. */
  public static Conversion of(Inventory inventory, Migration.Schema options) {
    Converted converted = Rules.convert(inventory, options);
    return new Conversion(Planning.plan(converted, UnaryOperator.identity()), converted.findings());
  }
}

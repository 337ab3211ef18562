package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.run.Artifact;
import java.util.List;

/** A converted schema and the findings of the conversion. */
public record Conversion(SchemaPlan plan, List<Finding> findings) {
  /** The file that holds the findings. */
  public static final Artifact<List<Finding>> FINDINGS = new Artifact<>("findings-convert.json", new TypeReference<>() {});
}

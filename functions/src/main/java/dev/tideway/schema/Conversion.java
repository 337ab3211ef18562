package dev.tideway.schema;

import dev.tideway.error.Finding;
import java.util.List;

/** A converted schema and what is to be said about it. */
public record Conversion(SchemaPlan plan, List<Finding> findings) {
  /** The name of the findings' file under the run's prefix. */
  public static final String FINDINGS = "findings-convert.json";
}

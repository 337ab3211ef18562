package dev.tideway.schema;

import dev.tideway.request.Finding;
import java.util.List;

/** A converted schema and what is to be said about it. */
record Conversion(SchemaPlan plan, List<Finding> findings) {}

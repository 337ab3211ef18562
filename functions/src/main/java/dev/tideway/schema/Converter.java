package dev.tideway.schema;

import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import dev.tideway.schema.rules.Converted;
import dev.tideway.schema.rules.Rules;
import java.util.function.UnaryOperator;

/** Converts an inventory into the target's DDL. The rules change the model, then the model is printed. Pure: the same inventory gives the same plan. */
public final class Converter {
  private Converter() {}

  public static Conversion convert(Inventory inventory, Migration.Schema options) {
    Converted converted = Rules.convert(inventory, options);
    return new Conversion(Planning.plan(converted, UnaryOperator.identity()), converted.findings());
  }
}

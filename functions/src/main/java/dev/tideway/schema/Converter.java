package dev.tideway.schema;

import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import dev.tideway.schema.rules.Converted;
import dev.tideway.schema.rules.Rules;
import java.util.function.UnaryOperator;

/** Turns an inventory into the target's DDL: the rules change the model, then the model is printed. Pure: same inventory, same plan. */
public final class Converter {
  private Converter() {}

  public static Conversion convert(Inventory inventory, Migration.Schema options) {
    Converted converted = Rules.convert(inventory, options);
    return new Conversion(Planning.plan(converted, UnaryOperator.identity()), converted.findings());
  }
}

package dev.tideway.schema;

import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.TargetReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The drift between a source's converted schema and a target, without a running migration. */
public final class LiveDrift {
  private LiveDrift() {}

  /**
   * The differences. Every stage counts as complete.
   *
   * @param inventory the source's catalogue and the properties of the target
   * @param options the options with which the target was created
   * @throws SQLException if the target's catalogue cannot be read
   */
  public static List<Difference> of(Inventory inventory, Migration.Schema options, Connection target) throws SQLException {
    SchemaPlan plan = Converter.convert(inventory, options).plan();
    return new Drift(plan, Optional.empty())
        .of(
            new TargetReader(target, UnaryOperator.identity()).read(plan.schemas().stream().map(PlannedSchema::name).toList()),
            EnumSet.allOf(Stage.class),
            List.of());
  }
}

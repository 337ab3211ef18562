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

/** The drift between what a source's schema would become and what a target has, without a migration under way. */
public final class LiveDrift {
  private LiveDrift() {}

  /**
   * The differences, every stage taken for complete.
   *
   * @param inventory the source's catalogue and what the target is
   * @param options those the target was made with
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

package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Table;
import java.util.List;
import java.util.stream.Collectors;

/** A target whose tidb_enable_check_constraint is off would drop CHECK constraints with only a warning. So they are left out and reported. */
final class DroppedChecks implements TableRule {
  @Override
  public String name() {
    return "dropped-checks";
  }

  @Override
  public boolean needed(Capabilities target) {
    return !target.checks();
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    if (!table.checks().isEmpty()) {
      context.report(
          Finding.warning(
              FindingCode.CHECKS_LEFT_OUT, table.id().toString(),
              "CHECK constraints: " + table.checks().stream().map(Table.Check::name).collect(Collectors.joining(", ")),
              "SET GLOBAL tidb_enable_check_constraint = ON on the target, which keeps them",
              "set it and plan again; nothing, if the application checks the values: the constraints are left out"));
    }
    return table.withChecks(List.of());
  }
}

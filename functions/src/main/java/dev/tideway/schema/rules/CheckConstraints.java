package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Table;
import java.util.ArrayList;
import java.util.List;

/** CHECK constraints on a target that supports them. Conditions are rewritten for TiDB, and names become unique in their database. */
final class CheckConstraints implements TableRule {
  private static final int LONGEST_NAME = 64;

  @Override
  public String name() {
    return "check-constraints";
  }

  @Override
  public boolean needed(Capabilities target) {
    return target.checks();
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    List<Table.Check> checks = new ArrayList<>();
    for (Table.Check check : table.checks()) {
      String object = table.id() + "." + check.name();
      String clause = context.rewrite().expression(check.clause());
      if (SqlRewrite.refusal(clause).isPresent()) {
        context.reportLoss(
            FindingCode.CHECK_CHANGED, object, SqlRewrite.refusal(clause).get() + " in CHECK (" + clause + ")", "a condition that TiDB accepts", "drop it on the source",
            "the target does not check it");
        continue;
      }
      String name = name(table, check.name(), context);
      if (!name.equals(check.name())) {
        context.report(
            Finding.info(
                FindingCode.CHECK_CHANGED, object, "a CHECK constraint with the name of a different one in its database", "the name " + name + ": in TiDB, the names are unique in a database",
                "nothing"));
      }
      checks.add(new Table.Check(name, clause, check.enforced()));
    }
    return table.withChecks(List.copyOf(checks));
  }

  private static String name(Table table, String wanted, ConversionContext context) {
    String name = wanted;
    for (int i = 1; !context.claimCheckName(table.id().schema(), name); i++) {
      String longer = table.id().table() + "_" + wanted + (i == 1 ? "" : "_" + i);
      int length = longer.codePointCount(0, longer.length());
      name = longer.substring(longer.offsetByCodePoints(0, Math.max(0, length - LONGEST_NAME)));
    }
    return name;
  }
}

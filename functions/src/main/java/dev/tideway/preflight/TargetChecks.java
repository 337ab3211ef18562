package dev.tideway.preflight;

import dev.tideway.catalog.Flavour;
import dev.tideway.catalog.Server;
import dev.tideway.jdbc.Sql;
import dev.tideway.request.Finding;
import java.util.ArrayList;
import java.util.List;

/** Checks of the target. */
final class TargetChecks {
  private TargetChecks() {}

  static List<Finding> version(Situation s) {
    Server target = s.inventory().target();
    boolean supported = target.flavour() == Flavour.tidb && Version.of(target.version()).filter(v -> !v.atLeast(7, 5)).isEmpty();
    return supported
        ? List.of()
        : List.of(
            Finding.blocker(
                "TW-P040", "target", target.version(), "TiDB 7.5 or newer", "put the address of a TiDB Cloud cluster into the target's secret"));
  }

  static List<Finding> tables(Situation s) {
    List<Finding> findings = new ArrayList<>();
    if (s.ownTables()) {
      return findings;
    }
    s.present()
        .forEach(
            (table, rows) -> {
              String drop = "DROP TABLE " + Sql.name(table.schema(), table.table());
              findings.add(
                  rows
                      ? Finding.blocker(
                          "TW-P041", "target " + table, "a table with rows that Tideway has not made", "no such table",
                          "save its rows if they matter, then " + drop + " on the target; or use another target")
                      : Finding.blocker(
                          "TW-P042", "target " + table, "an empty table that Tideway has not made", "no such table: Tideway makes it with its own definition",
                          drop + " on the target"));
            });
    return findings;
  }
}

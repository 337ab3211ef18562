package dev.tideway.preflight;

import dev.tideway.catalog.Table;
import dev.tideway.jdbc.Sql;
import dev.tideway.request.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks of the selected tables. */
final class TableChecks {
  private static final Set<String> TRANSACTIONAL = Set.of("INNODB", "TOKUDB", "ROCKSDB", "NDBCLUSTER", "NDB");

  /** TiDB's txn-entry-size-limit; key and headers count too. */
  private static final long LARGEST_ROW = 6_291_456;

  private TableChecks() {}

  static List<Finding> keys(Situation s) {
    return s.inventory().tables().stream()
        .filter(t -> t.rowKey().isEmpty())
        .map(
            t ->
                Finding.blocker(
                    "TW-P060", t.id().toString(), "neither a primary key nor a unique key of whole NOT NULL columns",
                    "a key, by which replicated changes find their rows",
                    "ALTER TABLE " + Sql.name(t.id().schema(), t.id().table())
                        + " ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, or leave the table out of the request"))
        .toList();
  }

  static List<Finding> engines(Situation s) {
    return s.inventory().tables().stream()
        .filter(t -> !TRANSACTIONAL.contains(t.engine().toUpperCase(java.util.Locale.ROOT)))
        .map(
            t ->
                Finding.warning(
                    "TW-P063", t.id().toString(), "engine " + t.engine() + ", which has no transactions", "InnoDB",
                    "ALTER TABLE " + Sql.name(t.id().schema(), t.id().table()) + " ENGINE = InnoDB; without it a change that fails half-way"
                        + " stays in the table"))
        .toList();
  }

  static List<Finding> largeValues(Situation s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      table
          .lobMaxima()
          .forEach(
              (column, bytes) -> {
                if (bytes >= LARGEST_ROW) {
                  findings.add(
                      Finding.blocker(
                          "TW-P064", table.id() + "." + column, "a value of " + bytes + " bytes", "rows below " + LARGEST_ROW + " bytes, TiDB's default limit",
                          "move such values to an object store, or leave the table out of the request"));
                }
              });
    }
    return findings;
  }
}

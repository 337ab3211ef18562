package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.KeylessTables;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks of the selected tables. */
final class TableChecks {
  private static final Set<String> TRANSACTIONAL = Set.of("INNODB", "TOKUDB", "ROCKSDB", "NDBCLUSTER", "NDB");

  /** TiDB's txn-entry-size-limit. Key and headers count too. */
  private static final long LARGEST_ROW = 6_291_456;

  /** TiDB's table-column-count-limit and index-limit. The primary key counts as an index. */
  private static final int MOST_COLUMNS = 1017;

  private static final int MOST_INDEXES = 64;

  private static final Set<String> CASCADING = Set.of("CASCADE", "SET NULL", "SET DEFAULT");
  private static final Map<String, Integer> BITS = Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);

  /** Types that AWS DMS migrates as NCLOB, CLOB or BLOB (user guide, source data types for MySQL). DMS treats TEXT and BLOB up to 64 KB as strings and bytes. */
  private static final Set<String> LOBS = Set.of("mediumtext", "longtext", "mediumblob", "longblob", "json");

  private static final Pattern TIME = Pattern.compile("(?i)time\\([1-6]\\).*");

  private static final double ALMOST_USED = 0.8;

  private TableChecks() {}

  static List<Finding> keys(CheckContext s) {
    // MySQL from 8.0.30 on can create keys that it hides from information_schema
    boolean hidden = ServerVariables.value(s.inventory().source(), "show_gipk_in_create_table_and_information_schema").equalsIgnoreCase("OFF");
    return s.inventory().tables().stream().filter(t -> t.rowKey().isEmpty()).map(t -> keyless(s, t, hidden)).toList();
  }

  private static Finding keyless(CheckContext s, Table table, boolean hidden) {
    String found = "neither a primary key nor a unique key of whole NOT NULL columns";
    String add =
        "ALTER TABLE " + Sql.name(table.id().schema(), table.id().table()) + " ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY";
    String show =
        hidden
            ? "; if the table has a generated invisible primary key: SET GLOBAL show_gipk_in_create_table_and_information_schema = ON and"
                + " ALTER TABLE " + Sql.name(table.id().schema(), table.id().table()) + " ALTER COLUMN my_row_id SET VISIBLE"
            : "";
    if (KeylessTables.reloaded(s.migration(), table)) {
      return Finding.warning(
          FindingCode.NO_KEY, table.id().toString(),
          found + ", about " + table.rows() + " rows and " + ReadableSizes.text(table.bytes()) + "; keyless: reload loads it after the freeze",
          "for your information: the application waits while all such tables are loaded, about " + s.estimates().keylessSeconds().orElse(0L)
              + " s plus the start of a DMS task",
          "nothing, if you accept that; else " + add + show);
    }
    return Finding.blocker(
        FindingCode.NO_KEY, table.id().toString(), found, "a key, by which AWS DMS finds the row of a change",
        add + ", or \"keyless\": \"reload\" in the request, which loads the table after the freeze, or add " + Finding.exclude(table.id().toString()) + show);
  }

  /** Without a task that replicates changes there is nothing to wait for and no position at which a drain ends. */
  static List<Finding> replicated(CheckContext s) {
    List<Table> tables = s.inventory().tables();
    return !tables.isEmpty() && KeylessTables.replicated(s.migration(), tables).isEmpty()
        ? List.of(
            Finding.blocker(
                FindingCode.ONLY_KEYLESS_TABLES, "selection", tables.size() + " tables without a key", "at least one table with a key, which AWS DMS replicates",
                "add a key to one of them, or migrate them together with a table that has one"))
        : List.of();
  }

  static List<Finding> keylessLobs(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : KeylessTables.reloaded(s.migration(), s.inventory().tables())) {
      String lobs =
          table.columns().stream().filter(c -> LOBS.contains(c.type()) && !c.generated()).map(c -> c.name() + " " + c.type()).collect(Collectors.joining(", "));
      if (!lobs.isEmpty()) {
        findings.add(
            Finding.blocker(
                FindingCode.KEYLESS_LOBS, table.id().toString(), "LOB columns in a table without a key: " + lobs, "a key: AWS DMS finds LOB values by it",
                "ALTER TABLE " + Sql.name(table.id().schema(), table.id().table()) + " ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                    + " or add " + Finding.exclude(table.id().toString()) + " and copy the table with mysqldump after the freeze"));
      }
    }
    return findings;
  }

  static List<Finding> engines(CheckContext s) {
    return s.inventory().tables().stream()
        .filter(t -> !TRANSACTIONAL.contains(t.engine().toUpperCase(java.util.Locale.ROOT)))
        .map(
            t ->
                Finding.warning(
                    FindingCode.ENGINE_WITHOUT_TRANSACTIONS, t.id().toString(), "engine " + t.engine() + ", which has no transactions", "InnoDB",
                    "ALTER TABLE " + Sql.name(t.id().schema(), t.id().table()) + " ENGINE = InnoDB; without it a change that fails half-way"
                        + " stays in the table"))
        .toList();
  }

  static List<Finding> largeValues(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      table
          .lobMaxima()
          .forEach(
              (column, bytes) -> {
                if (bytes >= LARGEST_ROW) {
                  findings.add(
                      Finding.blocker(
                          FindingCode.VALUE_TOO_LARGE, table.id() + "." + column, "a value of " + bytes + " bytes", "rows below " + LARGEST_ROW + " bytes, TiDB's default limit",
                          "move such values to an object store, or add " + Finding.exclude(table.id().toString())));
                }
              });
    }
    return findings;
  }

  /** Several large values in one row add up. Each maximum may be in a different row, so the sum is an upper bound. */
  static List<Finding> largeRows(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      long sum = table.lobMaxima().values().stream().mapToLong(Long::longValue).sum();
      boolean alone = table.lobMaxima().values().stream().anyMatch(bytes -> bytes >= LARGEST_ROW);
      if (!alone && sum >= LARGEST_ROW) {
        findings.add(
            Finding.warning(
                FindingCode.ROW_TOO_LARGE, table.id().toString(), "LOB columns with longest values that add up to " + sum + " bytes", "rows below " + LARGEST_ROW + " bytes, TiDB's default limit",
                "SELECT the rows with lengths that add up to more than the limit; shorten them, or SET GLOBAL tidb_txn_entry_size_limit on a self-managed or Dedicated target"));
      }
    }
    return findings;
  }

  static List<Finding> generatedColumns(CheckContext s) {
    return s.inventory().tables().stream()
        .filter(t -> t.columns().stream().anyMatch(Column::generated))
        .map(
            t ->
                Finding.info(
                    FindingCode.GENERATED_COLUMNS, t.id().toString(),
                    "generated columns: " + t.columns().stream().filter(Column::generated).map(Column::name).collect(Collectors.joining(", ")),
                    "values that the target computes: AWS DMS does not copy them", "nothing: the verification compares the computed values"))
        .toList();
  }

  /** AWS DMS migrates TIME as a text of whole seconds (user guide, limitations of MySQL as a source). */
  static List<Finding> fractions(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      for (Column column : table.columns()) {
        if (TIME.matcher(column.columnType()).matches() && !column.generated()) {
          findings.add(
              Finding.warning(
                  FindingCode.TIME_FRACTIONS, table.id() + "." + column.name(), column.columnType() + ": AWS DMS may lose the fractions of its seconds",
                  "values in whole seconds",
                  "nothing if the values have no fractions; else store them as DATETIME or as numbers. The verification names every row that differs"));
        }
      }
    }
    return findings;
  }

  static List<Finding> limits(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      more(findings, table, table.columns().size(), MOST_COLUMNS, "columns", "drop columns, or split the table; on a self-managed target table-column-count-limit can be raised");
      more(findings, table, table.indexes().size(), MOST_INDEXES, "indexes", "drop indexes; on a self-managed target index-limit can be raised");
    }
    return findings;
  }

  private static void more(List<Finding> findings, Table table, int found, int most, String what, String fix) {
    if (found > most) {
      findings.add(Finding.blocker(FindingCode.TOO_MANY_COLUMNS, table.id().toString(), found + " " + what, most + " " + what + " at most", fix));
    }
  }

  /** Checks whether the rows that cascades change are in the binary log. */
  static List<Finding> cascades(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    Set<TableId> migrated = s.inventory().tables().stream().map(Table::id).collect(Collectors.toSet());
    for (Table table : s.inventory().tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        if (CASCADING.contains(key.onDelete()) || CASCADING.contains(key.onUpdate())) {
          findings.add(cascade(s, table, key, migrated));
        }
      }
    }
    return findings;
  }

  private static Finding cascade(CheckContext s, Table table, ForeignKey key, Set<TableId> migrated) {
    String object = table.id() + "." + key.name();
    String actions = "ON DELETE " + key.onDelete() + ", ON UPDATE " + key.onUpdate();
    if (s.inventory().source().cascadesInBinlog()) {
      return Finding.info(
          FindingCode.CASCADES, object, actions + "; rows changed by a cascade are in the binary log", "innodb_native_foreign_keys to stay OFF until the cutover",
          "nothing: AWS DMS replicates them like all changes. After a restart with ON it would not, and the verification would name the rows");
    }
    return Finding.info(
        FindingCode.CASCADES, object, actions, "for your information: rows changed by a cascade are not in the binary log",
        migrated.contains(key.parent())
            ? "nothing: after the drain Tideway repairs the children on the target, counted in the write downtime"
            : "select " + key.parent() + " too: Tideway cannot repair children without their parents, and the verification names the children that differ");
  }

  static List<Finding> autoIncrement(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      table.columns().stream()
          .filter(Column::autoIncrement)
          .findFirst()
          .ifPresent(
              column ->
                  table
                      .autoIncrement()
                      .filter(next -> used(next, column) > ALMOST_USED)
                      .ifPresent(
                          next ->
                              findings.add(
                                  Finding.warning(
                                      FindingCode.COUNTER_NEARLY_USED, table.id() + "." + column.name(),
                                      "next AUTO_INCREMENT " + Long.toUnsignedString(next) + ", " + Math.round(100 * used(next, column)) + " % of " + column.columnType(),
                                      "room for growth: TiDB allocates numbers in ranges and skips some",
                                      "ALTER TABLE " + Sql.name(table.id().schema(), table.id().table()) + " MODIFY " + Sql.name(column.name())
                                          + " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, with the columns that refer to it"))));
    }
    return findings;
  }

  private static double used(long next, Column column) {
    int bits = BITS.getOrDefault(column.type(), 64) - (column.unsigned() ? 0 : 1);
    return new BigDecimal(Long.toUnsignedString(next)).doubleValue() / Math.pow(2, bits);
  }
}

package dev.tideway.preflight;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.catalog.View;
import dev.tideway.request.Finding;
import dev.tideway.request.Migration.SchemaSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checks of what is selected and how it is named. */
final class SelectionChecks {
  private static final Set<String> SYSTEM =
      Set.of(
          "information_schema", "performance_schema", "metrics_schema", "mysql", "sys", "innodb", "tmp", "awsdms_control", "lightning_task_info",
          "lightning_metadata", "dm_meta", "tidb_cdc", "tidb_binlog");

  private SelectionChecks() {}

  static List<Finding> schemas(Situation s) {
    List<Finding> findings = new ArrayList<>();
    for (SchemaSelection selection : s.migration().schemas()) {
      String name = selection.schema();
      if (SYSTEM.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("__TiDB_BR_Temporary_")) {
        findings.add(
            Finding.blocker("TW-P050", name, "a schema that belongs to the server or to a tool", "schemas of applications", "remove it from the request"));
      }
      Stream.concat(Stream.of(name), selection.tables().stream())
          .filter(n -> n.contains("%"))
          .forEach(
              n ->
                  findings.add(
                      Finding.blocker(
                          "TW-P051", n, "a pattern", "exact names: AWS DMS would take in schemas that nobody meant", "name each schema and table")));
    }
    return findings;
  }

  /** TiDB compares names in lower case; a source on Linux does not. */
  static List<Finding> caseCollisions(Situation s) {
    Map<String, List<String>> names = new TreeMap<>();
    s.inventory().schemas().keySet().forEach(name -> add(names, "schema", name, name));
    Stream.concat(s.inventory().tables().stream().map(Table::id), s.inventory().views().stream().map(View::id))
        .forEach(id -> add(names, "table", id.schema() + "\0" + id.table(), id.toString()));
    return names.values().stream()
        .filter(same -> same.size() > 1)
        .map(
            same ->
                Finding.blocker(
                    "TW-P061", same.getFirst(), "names that differ only in case: " + String.join(", ", same), "names that differ in lower case too",
                    "rename all but one of them on the source, or leave them out of the request"))
        .toList();
  }

  private static void add(Map<String, List<String>> names, String kind, String key, String shown) {
    names.computeIfAbsent(kind + "\0" + key.toLowerCase(Locale.ROOT), k -> new ArrayList<>()).add(shown);
  }

  /** AWS DMS user guide, limitations of MySQL sources. */
  static List<Finding> quotedNames(Situation s) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : s.inventory().tables()) {
      TableId id = table.id();
      Stream.concat(Stream.of(id.schema(), id.table()), table.columns().stream().map(Column::name))
          .filter(n -> n.contains("`") || n.contains("'"))
          .distinct()
          .forEach(
              n ->
                  findings.add(
                      Finding.blocker(
                          "TW-P062", id.toString(), "the name " + n, "names without back-ticks and single quotes, which AWS DMS cannot carry",
                          "rename it on the source, or leave the table out of the request")));
    }
    return findings;
  }
}

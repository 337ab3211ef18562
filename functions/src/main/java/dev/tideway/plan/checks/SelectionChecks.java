package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.run.SystemSchemas;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks of the selection and the names in it. */
final class SelectionChecks {
  /** Names of the tables of gh-ost (ghost table, log, old copy) and of pt-online-schema-change (new and old copy). */
  private static final Pattern GH_OST = Pattern.compile("_(.+)_(gho|ghc|del)");

  private static final Pattern PT_OSC = Pattern.compile("_+(.+)_(new|old)");

  private SelectionChecks() {}

  static List<Finding> schemas(CheckContext s) {
    List<Finding> findings = new ArrayList<>();
    for (SchemaSelection selection : s.migration().schemas()) {
      String name = selection.schema();
      if (SystemSchemas.contains(name)) {
        findings.add(
            Finding.blocker(FindingCode.SYSTEM_SCHEMA, name, "a schema that belongs to the server or to a tool", "schemas of applications", "remove it from the request"));
      }
      Stream.concat(Stream.of(name), selection.tables().stream())
          .filter(n -> n.contains("%"))
          .forEach(
              n ->
                  findings.add(
                      Finding.blocker(
                          FindingCode.PATTERN, n, "a pattern", "exact names: AWS DMS would include schemas by mistake", "name each schema and table")));
    }
    return findings;
  }

  /** Reports the schema test. Every MySQL installation has or had it, and a request seldom intends to select it. */
  static List<Finding> test(CheckContext s) {
    return s.migration().schemas().stream()
        .filter(selection -> selection.schema().equals("test"))
        .map(
            selection ->
                Finding.blocker(
                    FindingCode.SCHEMA_TEST, "test", "the schema that servers create at installation", "a schema of an application",
                    "leave it out; if an application uses it, accept " + FindingCode.SCHEMA_TEST + " in the request"))
        .toList();
  }

  /** Reports copies that a schema change tool is filling. RENAME TABLE would replace the table by such a copy, and AWS DMS does not replicate RENAME TABLE. */
  static List<Finding> onlineChanges(CheckContext s) {
    Set<TableId> all = s.inventory().tables().stream().map(Table::id).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (TableId id : new TreeSet<>(all)) {
      Matcher ghost = GH_OST.matcher(id.table());
      Matcher copy = PT_OSC.matcher(id.table());
      Optional<String> original = ghost.matches() ? Optional.of(ghost.group(1)) : copy.matches() ? Optional.of(copy.group(1)) : Optional.empty();
      if (original.isEmpty() || !all.contains(new TableId(id.schema(), original.get()))) {
        continue;
      }
      boolean running = ghost.matches() && ghost.group(2).equals("gho") && all.contains(new TableId(id.schema(), "_" + original.get() + "_ghc"));
      String table = id.schema() + "." + original.get();
      findings.add(
          running
              ? Finding.blocker(
                  FindingCode.SCHEMA_CHANGE_RUNNING, table, "an online schema change in progress: " + id, "no schema change while the migration runs: its RENAME TABLE is not replicated",
                  "let it finish or cancel it, drop its tables, then start the same request again")
              : Finding.warning(
                  FindingCode.SCHEMA_CHANGE_LEFTOVER, id.toString(), "a leftover of an online schema change of " + table + ", or a table that it still uses", "only tables of the application",
                  "DROP TABLE " + Sql.name(id.schema(), id.table()) + " on the source if it is a leftover, or name the tables to migrate in the request"));
    }
    return findings;
  }

  /** Reports triggers with which pt-online-schema-change keeps its copy up to date. */
  static List<Finding> onlineChangeTriggers(CheckContext s, Connection connection) throws SQLException {
    Set<String> tables = new TreeSet<>();
    Rows.each(
        connection,
        "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS WHERE TRIGGER_NAME LIKE 'pt\\_osc\\_%'",
        List.of(),
        row -> {
          if (s.inventory().schemas().containsKey(row.text("EVENT_OBJECT_SCHEMA"))) {
            tables.add(row.text("EVENT_OBJECT_SCHEMA") + "." + row.text("EVENT_OBJECT_TABLE"));
          }
        });
    return tables.stream()
        .map(
            table ->
                Finding.blocker(
                    FindingCode.SCHEMA_CHANGE_RUNNING, table, "an online schema change in progress: pt-online-schema-change's triggers",
                    "no schema change while the migration runs: its RENAME TABLE is not replicated",
                    "let it finish, or drop its triggers and its copy, then start the same request again"))
        .toList();
  }

  /** TiDB compares names in lower case; a source on Linux does not. */
  static List<Finding> caseCollisions(CheckContext s) {
    Map<String, List<String>> names = new TreeMap<>();
    s.inventory().schemas().keySet().forEach(name -> add(names, "schema", name, name));
    Stream.concat(s.inventory().tables().stream().map(Table::id), s.inventory().views().stream().map(View::id))
        .forEach(id -> add(names, "table", id.schema() + "\0" + id.table(), id.toString()));
    return names.values().stream()
        .filter(same -> same.size() > 1)
        .map(
            same ->
                Finding.blocker(
                    FindingCode.NAMES_DIFFER_IN_CASE, same.getFirst(), "names that differ only in case: " + String.join(", ", same), "names that also differ in lower case",
                    "rename all but one of them on the source, or add " + Finding.exclude(same.getLast())))
        .toList();
  }

  private static void add(Map<String, List<String>> names, String kind, String key, String shown) {
    names.computeIfAbsent(kind + "\0" + key.toLowerCase(Locale.ROOT), k -> new ArrayList<>()).add(shown);
  }

  /** AWS DMS user guide, limitations of MySQL sources. */
  static List<Finding> quotedNames(CheckContext s) {
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
                          FindingCode.NAME_WITH_QUOTE, id.toString(), "the name " + n, "names without back-ticks and single quotes, which AWS DMS cannot handle",
                          "rename it on the source, or add " + Finding.exclude(id.toString()))));
    }
    return findings;
  }
}

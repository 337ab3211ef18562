package dev.tideway.model;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.jdbc.Rows;
import dev.tideway.run.Migration.SchemaSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the selected schemas. It runs a dozen queries for each schema, independent of the number of tables. */
public final class SourceReader {
  private static final int UNKNOWN_VARIABLE = 1193;

  private final Connection connection;
  private final boolean mariadb;
  private final boolean mysql8;

  public SourceReader(Connection connection, Server server) throws SQLException {
    this.connection = connection;
    this.mariadb = server.version().contains("MariaDB");
    this.mysql8 = !mariadb && !server.version().startsWith("5.");
    if (mysql8) {
      // MySQL 8 caches sizes and AUTO_INCREMENT values for a day
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION information_schema_stats_expiry = 0");
      }
      showGeneratedKeys(connection);
    }
  }

  /** MySQL from 8.0.30 on can hide the primary keys that it generates. This session makes them visible to itself. */
  private static void showGeneratedKeys(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION show_gipk_in_create_table_and_information_schema = ON");
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
    }
  }

  /**
   * Reads the selection.
   *
   * @param exclude tables and views to leave out, {@code schema.name}
   */
  public CatalogSnapshot read(List<SchemaSelection> selections, Set<String> exclude) throws SQLException {
    Map<String, String> existing = new TreeMap<>();
    Rows.each(
        connection,
        "SELECT SCHEMA_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA",
        List.of(),
        row -> existing.put(row.text("SCHEMA_NAME"), row.text("DEFAULT_COLLATION_NAME")));
    List<Table> tables = new ArrayList<>();
    List<View> views = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Map<String, String> schemas = new TreeMap<>();
    Set<String> absent = new TreeSet<>(exclude);
    for (SchemaSelection selection : selections) {
      String schema = selection.schema();
      if (!existing.containsKey(schema)) {
        findings.add(
            Finding.blocker(
                FindingCode.SCHEMA_NOT_FOUND,
                schema,
                "no schema of that name that the source's account can see",
                "a schema that exists, spelled exactly as on the source",
                "write the name as the source does, or GRANT SELECT ON `" + schema + "`.* to the source's account"));
        continue;
      }
      schemas.put(schema, existing.get(schema));
      read(schema, Set.copyOf(selection.tables()), absent, tables, views, findings);
    }
    absent.forEach(name -> findings.add(unknown(name, "correct \"exclude\" in the request")));
    tables.sort(Comparator.comparing(Table::id));
    views.sort(Comparator.comparing(View::id));
    if (tables.isEmpty() && findings.stream().noneMatch(finding -> finding.severity() == Severity.blocker)) {
      findings.add(
          Finding.blocker(
              FindingCode.NO_TABLE_SELECTED, "/schemas", "no tables in the selected schemas", "at least one table", "select schemas that contain tables"));
    }
    return new CatalogSnapshot(tables, views, schemas, findings);
  }

  /** Reads a schema. Excluded names that exist are removed from the set of excluded names that were not found yet. */
  private void read(String schema, Set<String> selected, Set<String> exclude, List<Table> tables, List<View> views, List<Finding> findings)
      throws SQLException {
    SchemaReader reading = new SchemaReader(CatalogQueries.of(connection), schema, mariadb, mysql8);
    reading.read();
    Set<String> missing = new TreeSet<>(selected);
    for (Table table : reading.tables()) {
      if (taken(table.id(), selected, missing, exclude)) {
        tables.add(table);
        findings.addAll(reading.findings(table.id().table()));
      }
    }
    for (View view : reading.views()) {
      if (taken(view.id(), selected, missing, exclude)) {
        views.add(view);
        findings.addAll(reading.findings(view.id().table()));
      }
    }
    if (selected.isEmpty()) {
      findings.addAll(reading.schemaFindings());
    }
    missing.forEach(name -> findings.add(unknown(schema + "." + name, "spell the name as on the source")));
  }

  private static boolean taken(TableId id, Set<String> selected, Set<String> missing, Set<String> exclude) {
    missing.remove(id.table());
    return !exclude.remove(id.toString()) && (selected.isEmpty() || selected.contains(id.table()));
  }

  private static Finding unknown(String name, String correction) {
    return Finding.blocker(
        FindingCode.TABLE_NOT_FOUND,
        name,
        "no table of that name that the source's account can see",
        "a table that exists, spelled exactly as on the source",
        correction + ", or GRANT SELECT on it to the source's account");
  }
}

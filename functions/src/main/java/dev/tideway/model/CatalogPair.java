package dev.tideway.model;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Rows;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.run.SystemSchemas;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a command needs to know about two databases when no migration has read an inventory. */
public final class CatalogPair {
  private CatalogPair() {}

  /**
   * The tables and views of a selection and the properties of both servers, without the lengths of LOB values.
   *
   * @param selections the selection; an empty list means every schema of the source except system schemas
   * @throws MigrationFailed with {@link ErrorCode#NOT_ON_SOURCE} if a schema or table of the selection does not exist
   * @throws dev.tideway.error.TidewayException if a catalogue cannot be read; it names the database
   */
  public static Inventory read(Connection source, Connection target, List<SchemaSelection> selections) {
    Server to = DatabaseErrors.during("reading what the target is", () -> ServerReader.read(target));
    return DatabaseErrors.during("reading the catalogue of the source", () -> read(source, to, selections));
  }

  private static Inventory read(Connection source, Server to, List<SchemaSelection> selections) throws SQLException {
    Server from = ServerReader.read(source);
    CatalogSnapshot found = new SourceReader(source, from).read(selections.isEmpty() ? everything(source) : selections, Set.of());
    List<Finding> missing = found.findings().stream()
        .filter(finding -> finding.blocks(Set.of(FindingCode.SCHEMA_NOT_FOUND, FindingCode.TABLE_NOT_FOUND, FindingCode.NO_TABLE_SELECTED)))
        .toList();
    if (!missing.isEmpty()) {
      throw new MigrationFailed(ErrorCode.NOT_ON_SOURCE, missing.stream().map(CatalogPair::line).collect(Collectors.joining("\n")));
    }
    return new Inventory(from, to, found.tables(), found.views(), found.schemas(), "");
  }

  /** There is no request, so no finding points into one. */
  private static String line(Finding finding) {
    String object = finding.object().startsWith("/") ? "the source" : finding.object() + " on the source";
    return finding.code() + " " + object + ": " + finding.found() + "; " + finding.fix();
  }

  private static List<SchemaSelection> everything(Connection source) throws SQLException {
    List<SchemaSelection> schemas = new ArrayList<>();
    Rows.each(source, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA", List.of(), row -> {
      String schema = row.text("SCHEMA_NAME");
      if (!SystemSchemas.contains(schema)) {
        schemas.add(new SchemaSelection(schema, List.of()));
      }
    });
    return schemas;
  }
}

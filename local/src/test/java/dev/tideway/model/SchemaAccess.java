package dev.tideway.model;

import dev.tideway.error.Finding;
import dev.tideway.run.Migration.SchemaSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Allows tests of the conversion to read a schema without secrets, buckets and LOB scans. */
public final class SchemaAccess {
  private SchemaAccess() {}

  /** What was read, and the findings of reading it. */
  public record Reading(Inventory inventory, List<Finding> findings) {}

  /** The server of a connection. */
  public static Server server(Connection connection) throws SQLException {
    return ServerReader.read(connection);
  }

  /** The server with a different version and different variables. */
  public static Server as(Server server, String version, Map<String, String> variables) {
    return new Server(server.flavour(), version, variables, server.collations(), server.charsets());
  }

  /** Reads schemas for a migration to that target. */
  public static Reading read(Connection from, Server source, Server target, String... schemas) throws SQLException {
    List<SchemaSelection> selections = List.of(schemas).stream().map(s -> new SchemaSelection(s, List.of())).toList();
    CatalogSnapshot found = new SourceReader(from, source).read(selections, Set.of());
    return new Reading(
        new Inventory(source, target, found.tables(), found.views(), found.schemas(), Fingerprint.of(found.tables())), found.findings());
  }
}

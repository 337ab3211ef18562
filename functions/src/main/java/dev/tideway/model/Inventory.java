package dev.tideway.model;

import dev.tideway.run.Artifact;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * The source's objects of the selection, and the properties of both servers. Plan writes it once to {@code inventory.json}.
 *
 * @param source the source server
 * @param target the target server
 * @param tables selected base tables, by name
 * @param views selected views, by name
 * @param schemas default collation of each selected schema that exists
 * @param fingerprint SHA-256 over the tables' definitions (not their sizes); it changes if a definition on the source changes
 */
@RecordBuilder
public record Inventory(
    Server source, Server target, List<Table> tables, List<View> views, Map<String, String> schemas, String fingerprint)
    implements InventoryBuilder.With {
  /** The file that holds it. */
  public static final Artifact<Inventory> FILE = Artifact.of("inventory.json", Inventory.class);

  /** An inventory without the default collations of its schemas. */
  public Inventory(Server source, Server target, List<Table> tables, List<View> views, String fingerprint) {
    this(source, target, tables, views, Map.of(), fingerprint);
  }

  /** The table of that name. */
  public Table table(TableId id) {
    return tables.stream()
        .filter(t -> t.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no table " + id + " in the inventory"));
  }
}

package dev.tideway.dms;

import dev.tideway.json.Json;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small migrations for tests. */
public final class DmsSamples {
  public static final Run RUN = new Run("Shop", "arn:aws:states:eu-west-1:1:execution:m:e1", 1, "migrations/Shop/e1");

  private DmsSamples() {}

  public static MemoryLocks locks() {
    MemoryLocks locks = new MemoryLocks();
    locks.acquire(RUN.migration(), RUN.execution(), "subject", RUN.prefix());
    return locks;
  }

  public static MemoryObjects objects(Migration migration, Inventory inventory) {
    MemoryObjects objects = new MemoryObjects();
    objects.putJson(RUN.key("migration.json"), migration);
    new Workspace(objects, RUN).write(Inventory.FILE, inventory);
    return objects;
  }

  public static Migration migration() {
    return migration("none", "[]");
  }

  public static Migration migration(String tls, String subnets) {
    return Json.read(
        """
        {"name": "Shop", "mode": "migrate",
         "source": {"secret": "arn:secret:source", "tls": "%s"}, "target": {"secret": "arn:secret:target", "tls": "%s"},
         "schemas": [],
         "replication": {"instanceClass": "dms.t3.large", "storageGb": 50, "multiAz": true, "subnets": %s, "securityGroups": ["sg-1"],
           "publiclyAccessible": false, "maintenanceWindow": "sun:01:00-sun:02:00", "tags": {"team": "data"}, "maxLoadTables": 8},
         "verification": {"chunkRows": 1000, "threads": 1, "maxAge": "PT1H", "acceptMismatches": []},
         "cutover": {"approval": "none", "freeze": "readOnly", "maxLag": "PT5S", "lagSamples": 3, "approvalLimit": "PT1H", "freezeLimit": "PT1H"},
         "finish": "delete"}
        """
            .formatted(tls, tls, subnets),
        Migration.class);
  }

  /** The same, with tables without a key loaded after the freeze. */
  public static Migration reloading() {
    return migration().withKeyless(Migration.Keyless.reload);
  }

  public static Table keyed(String schema, String name) {
    Index primary = new Index("PRIMARY", true, "BTREE", List.of(new Index.Part(Optional.of("id"), Optional.empty(), Optional.empty())));
    return table(schema, name, column("id", "int")).withIndexes(List.of(primary));
  }

  public static Inventory inventory(Table... tables) {
    Server source = new Server(Flavour.mariadb, "11.4.5-MariaDB-log", Map.of(), Set.of(), Set.of());
    Server target = new Server(Flavour.tidb, "8.0.11-TiDB-v8.5.6", Map.of(), Set.of(), Set.of());
    return new Inventory(source, target, List.of(tables), List.of(), "f");
  }

  public static Table table(String schema, String name, Column... columns) {
    return TableBuilder.builder()
        .id(new TableId(schema, name))
        .engine("InnoDB")
        .collation("utf8mb4_bin")
        .rows(10)
        .bytes(1000)
        .columns(List.of(columns))
        .build();
  }

  public static Table child(Table table, Table parent) {
    ForeignKey key = new ForeignKey("fk", List.of("p"), parent.id(), List.of("id"), "RESTRICT", "RESTRICT");
    return table.with().foreignKeys(List.of(key)).build();
  }

  public static Table lobs(String name, Map<String, Long> maxima, Column... columns) {
    Table table = table("shop", name, columns);
    return table.with().lobMaxima(maxima).build();
  }

  public static Column column(String name, String type) {
    return column(name, type, Optional.empty());
  }

  public static Column generated(String name) {
    return column(name, "int", Optional.of("a + 1"));
  }

  private static Column column(String name, String type, Optional<String> generation) {
    return ColumnBuilder.builder().name(name).type(type).columnType(type).nullable(true).generation(generation).build();
  }

  public static TaskPlan plan(Table... tables) {
    return new TaskPlanner(migration(), TaskPlanner.MAX_BYTES).plan(inventory(tables));
  }

  public static List<TableId> ids(String... names) {
    return Arrays.stream(names).map(n -> new TableId("shop", n)).toList();
  }
}

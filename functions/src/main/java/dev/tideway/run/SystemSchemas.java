package dev.tideway.run;

import java.util.Locale;
import java.util.Set;

/**
 * Schemas that belong to the server or to tools. AWS DMS does not exclude them by itself, and loading them copies password hashes (AWS DMS user guide, "Using MySQL as a source";
 * TiDB Cloud, "Migrate MySQL-Compatible Databases Using AWS DMS").
 */
public final class SystemSchemas {
  private static final Set<String> NAMES =
      Set.of(
          "information_schema",
          "performance_schema",
          "metrics_schema",
          "mysql",
          "sys",
          "innodb",
          "tmp",
          "awsdms_control",
          "lightning_task_info",
          "lightning_metadata",
          "dm_meta",
          "tidb_cdc",
          "tidb_binlog");

  private SystemSchemas() {}

  /** Whether the schema is one of them. Upper and lower case are treated the same. */
  public static boolean contains(String schema) {
    String name = schema.toLowerCase(Locale.ROOT);
    return NAMES.contains(name) || name.startsWith("__tidb_br_temporary_");
  }
}

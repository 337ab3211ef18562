package dev.tideway.model;

import dev.tideway.run.Migration;
import java.util.List;

/** Separates the tables that are replicated from those that the request asks to load after the freeze. Without a key a replicated change does not find its row. */
public final class KeylessTables {
  private KeylessTables() {}

  /** The tables whose changes are replicated, in the same order. */
  public static List<Table> replicated(Migration migration, List<Table> tables) {
    return tables.stream().filter(table -> !reloaded(migration, table)).toList();
  }

  /** The tables that are loaded once, after the freeze, in the same order. */
  public static List<Table> reloaded(Migration migration, List<Table> tables) {
    return tables.stream().filter(table -> reloaded(migration, table)).toList();
  }

  /** Whether the table is loaded after the freeze. */
  public static boolean reloaded(Migration migration, Table table) {
    return migration.keyless() == Migration.Keyless.reload && table.rowKey().isEmpty();
  }
}

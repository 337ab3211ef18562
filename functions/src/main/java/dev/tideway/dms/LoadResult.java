package dev.tideway.dms;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.util.List;

/**
 * The result of the full load, table by table.
 *
 * @param tables every planned table, sorted
 * @param failed the tables that are not complete and must be reloaded
 */
public record LoadResult(List<TableLoad> tables, List<TableId> failed) {
  /** The file that holds it. */
  public static final Artifact<LoadResult> FILE = Artifact.of("load.json", LoadResult.class);

  /**
   * One table.
   *
   * @param schema schema
   * @param table table
   * @param state DMS's TableState, or {@code not captured} if DMS does not know the table
   * @param rows rows loaded
   * @param errors rows that DMS reports as failed (FullLoadErrorRows and FullLoadCondtnlChkFailedRows)
   */
  public record TableLoad(String schema, String table, String state, long rows, long errors) {
    /** The table's name. */
    public TableId id() {
      return new TableId(schema, table);
    }
  }
}

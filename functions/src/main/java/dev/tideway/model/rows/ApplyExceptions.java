package dev.tideway.model.rows;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.TableId;
import java.sql.SQLException;
import java.util.Set;

/** The table on the target in which DMS logs the changes that it could not apply (DMS user guide, "Control table task settings"). */
public final class ApplyExceptions {
  /** The schema that the grants in TiDB Cloud's guide name. */
  public static final String CONTROL_SCHEMA = "awsdms_control";

  /** Errors for no such database, no such table, or no right to it: no task of Tideway has filled the target. */
  private static final Set<Integer> NOT_THERE = Set.of(1044, 1049, 1142, 1146);

  private ApplyExceptions() {}

  /** The query that counts the logged changes of a table. */
  public static String count(TableId table) {
    return "SELECT COUNT(*) FROM " + Sql.name(CONTROL_SCHEMA, "awsdms_apply_exceptions") + " WHERE TABLE_OWNER = " + Sql.text(table.schema())
        + " AND TABLE_NAME = " + Sql.text(table.table());
  }

  /** Whether the query failed because DMS logs no changes here. */
  public static boolean notThere(SQLException error) {
    return NOT_THERE.contains(error.getErrorCode());
  }
}

package dev.tideway.schema;

import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.run.Deadline;
import dev.tideway.schema.SchemaPlan.PlannedView;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates views in the order in which they depend on each other: one that misses another is tried again after it. */
public final class ViewCreation {
  private ViewCreation() {}

  /** What happens with each view that was made. */
  @FunctionalInterface
  public interface Made {
    /** Called after the CREATE, on the same statement. */
    void made(PlannedView view, Statement statement) throws SQLException;
  }

  /**
   * Creates or replaces them.
   *
   * @param views those that are not made yet
   * @return the views that could not be made, each with its error
   * @throws Unfinished when the deadline is near; what was told to {@code made} is done
   */
  public static Map<PlannedView, SQLException> create(Connection connection, List<PlannedView> views, Deadline deadline, Made made) throws SQLException {
    List<PlannedView> open = new ArrayList<>(views);
    Map<PlannedView, SQLException> failed = new LinkedHashMap<>();
    boolean progress = true;
    try (Statement statement = connection.createStatement()) {
      while (progress && !open.isEmpty()) {
        progress = false;
        failed.clear();
        List<PlannedView> later = new ArrayList<>();
        for (PlannedView view : open) {
          if (deadline.near()) {
            throw new Unfinished("views are being created");
          }
          try {
            statement.execute(view.sql());
            made.made(view, statement);
            progress = true;
          } catch (SQLException e) {
            if (DatabaseErrors.passing(e)) {
              throw e;
            }
            failed.put(view, e);
            later.add(view);
          }
        }
        open = later;
      }
    }
    return failed;
  }
}

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

/** Creates views in the order in which they depend on each other. A view that needs a missing view is tried again after that one. */
public final class ViewCreation {
  private ViewCreation() {}

  /** Called for each created view. */
  @FunctionalInterface
  public interface Made {
    /** Called after the CREATE, on the same statement. */
    void made(PlannedView view, Statement statement) throws SQLException;
  }

  /**
   * Creates or replaces them.
   *
   * @param views the views that are not created yet
   * @return the views that could not be created, each with its error
   * @throws Unfinished if the deadline is near; the views that were passed to {@code made} are done
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

package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.jdbc.Rows;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.CheckConstraintCreation;
import dev.tideway.schema.ForeignKeyCreation;
import dev.tideway.schema.Orphans;
import dev.tideway.schema.SchemaPlan;
import dev.tideway.schema.SchemaPlan.PlannedView;
import dev.tideway.schema.Stage;
import dev.tideway.schema.StageRecord;
import dev.tideway.schema.ViewCreation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Creates views, foreign keys and CHECK constraints on the target, and writes the orphans to {@code orphans.json}. */
public final class ForeignKeysHandler extends FilesHandler<ForeignKeysHandler.Input, ForeignKeysHandler.Output> {
  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public ForeignKeysHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public ForeignKeysHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /**
   * The objects that exist now.
   *
   * @param views number of views
   * @param foreignKeys number of foreign keys
   * @param checks number of CHECK constraints
   * @param orphans rows without a parent; later changes from the source may still add the parent
   * @param uncounted foreign keys whose orphans the target could not count in time
   * @param enforced whether new sessions on the target check foreign keys
   */
  public record Output(int views, int foreignKeys, int checks, long orphans, int uncounted, boolean enforced) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    try (Connection target = new Databases(secrets).write(migration.target())) {
      views(target, plan, files, deadline);
      Collection<Orphans> orphans = new ForeignKeyCreation(target, files, deadline).add(plan);
      int checks = new CheckConstraintCreation(target, new StageRecord(files, Stage.checks), deadline).add(plan);
      return new Output(
          plan.views().size(),
          orphans.size(),
          checks,
          orphans.stream().mapToLong(o -> o.rows().orElse(0L)).sum(),
          (int) orphans.stream().filter(o -> o.rows().isEmpty()).count(),
          Rows.first(target, "SELECT @@GLOBAL.foreign_key_checks").filter("1"::equals).isPresent());
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.FOREIGN_KEY_NOT_ADDED, "adding foreign keys on the target failed", e);
    }
  }

  private void views(Connection target, SchemaPlan plan, Workspace files, Deadline deadline) throws SQLException {
    StageRecord record = new StageRecord(files, Stage.views);
    List<PlannedView> open = plan.views().stream().filter(v -> !record.contains(v.id().toString())).toList();
    try {
      for (Map.Entry<PlannedView, SQLException> failed :
          ViewCreation.create(target, open, deadline, (view, statement) -> record.done(view.id().toString())).entrySet()) {
        throw DatabaseErrors.of(ErrorCode.VIEW_NOT_CREATED, "creating the view " + failed.getKey().id() + " failed", failed.getValue());
      }
    } finally {
      record.save();
    }
  }
}

package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.Drift;
import dev.tideway.schema.IndexAttempt;
import dev.tideway.schema.IndexFailures;
import dev.tideway.schema.SchemaPlan;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.Stage;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.TargetReader;
import dev.tideway.schema.drift.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Compares the target's schema with the plan and writes {@code drift-<moment>.json}. */
public final class DriftHandler extends FilesHandler<DriftHandler.Input, DriftHandler.Output> {
  private static final int LISTED = 10;

  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public DriftHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public DriftHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
  }

  /** The run, and the time of the comparison. */
  public record Input(Run run, Drift.Moment moment) implements OfRun {}

  /** Numbers of tables and views compared, and of differences. */
  public record Output(int compared, int differences) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    boolean all = input.moment() == Drift.Moment.finish;
    Set<Stage> done = all ? EnumSet.allOf(Stage.class) : EnumSet.of(Stage.tables, Stage.indexes);
    Set<String> postponed = all ? Set.of() : new IndexFailures(files, IndexAttempt.afterLoad).objects();
    try (Connection target = new Databases(secrets).read(migration.target())) {
      TargetSchema found =
          new TargetReader(target, UnaryOperator.identity()).read(plan.schemas().stream().map(PlannedSchema::name).toList());
      List<Difference> differences = new Drift(plan, files.find(TargetSchema.FILE)).of(found, done, postponed);
      files.write(Drift.file(input.moment()), differences);
      List<Difference> wrong = differences.stream().filter(Difference::touchesRows).toList();
      if (!all && !wrong.isEmpty()) {
        throw new MigrationFailed(
            ErrorCode.SCHEMA_DRIFTED,
            wrong.size() + " differences between the plan and the target affect rows: "
                + wrong.stream().limit(LISTED).map(Difference::line).collect(Collectors.joining("; ")));
      }
      return new Output(plan.tables().size() + (all ? plan.views().size() : 0), differences.size());
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.DRY_RUN_FAILED, "reading the target's schema failed", e);
    }
  }
}

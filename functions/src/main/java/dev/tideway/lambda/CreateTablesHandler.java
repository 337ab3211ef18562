package dev.tideway.lambda;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.TargetOwnership;
import dev.tideway.run.Workspace;
import dev.tideway.schema.Drift;
import dev.tideway.schema.SchemaPlan;
import dev.tideway.schema.Stage;
import dev.tideway.schema.StageRecord;
import dev.tideway.schema.TableCreation;
import dev.tideway.schema.drift.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;

/** Creates the target's databases and tables, without the indexes and foreign keys that are created after the load. */
public final class CreateTablesHandler extends FilesHandler<CreateTablesHandler.Input, CreateTablesHandler.Output> {
  private final SecretReader secrets;
  private final Locks locks;

  /** Creates the handler from its function's environment variables. */
  public CreateTablesHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public CreateTablesHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
    this.locks = locks;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /** Number of tables that exist. */
  public record Output(int tables) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Run run = input.run();
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    // recorded before the first CREATE: even if this call ends early, a later Plan must know that the migration created these tables
    DatabaseSecret target = secrets.read(migration.target().secret());
    locks.created(run.migration(), run.fence(), TargetOwnership.resource(target));
    try (Connection connection = new Databases(secrets).write(migration.target())) {
      Drift drift = new Drift(plan, files.find(TargetSchema.FILE));
      return new Output(new TableCreation(connection, drift, new StageRecord(files, Stage.tables)).create(plan, deadline));
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.TABLE_NOT_CREATED, "creating the tables on the target failed", e);
    }
  }
}

package dev.tideway.lambda;

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
import dev.tideway.run.Workspace;
import dev.tideway.schema.Analysis;
import dev.tideway.schema.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs ANALYZE on the target's tables and writes {@code analyze.json}. */
public final class AnalyzeHandler extends FilesHandler<AnalyzeHandler.Input, AnalyzeHandler.Output> {
  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public AnalyzeHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public AnalyzeHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /** Numbers of tables with statistics, and of tables that are left to the target's automatic analyze. */
  public record Output(int analysed, int left) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    try (Connection target = new Databases(secrets).write(migration.target())) {
      int left = new Analysis(target, files, deadline).run(plan.tables()).left().size();
      return new Output(plan.tables().size() - left, left);
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.STATISTICS_FAILED, "analysing the target's tables failed", e);
    }
  }
}

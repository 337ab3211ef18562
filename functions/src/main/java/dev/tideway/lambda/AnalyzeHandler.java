package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.schema.Analysis;
import dev.tideway.schema.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;

/** Analyses the target's tables and writes {@code analyze.json}. */
public final class AnalyzeHandler extends Handler<AnalyzeHandler.Input, AnalyzeHandler.Output> {
  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Locks locks;

  /** As Lambda makes it. */
  public AnalyzeHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public AnalyzeHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.locks = locks;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of tables with statistics, and of those that the target was left to analyse by itself. */
  public record Output(int analysed, int left) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    SchemaPlan plan = objects.read(run.key(SchemaPlan.FILE), SchemaPlan.class);
    try (Connection target = new Databases(secrets).write(migration.target())) {
      int left = new Analysis(target, objects, run, deadline).run(plan.tables()).left().size();
      return new Output(plan.tables().size() - left, left);
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.STATISTICS_FAILED, "analysing the target's tables failed", e);
    }
  }
}

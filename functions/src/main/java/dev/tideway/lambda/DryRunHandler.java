package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.DryRun;
import dev.tideway.schema.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs the plan's DDL on the target in scratch databases and writes {@code findings-dry-run.json}. */
public final class DryRunHandler extends FilesHandler<DryRunHandler.Input, DryRunHandler.Output> {
  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public DryRunHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public DryRunHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /** Numbers of statements run and of blockers found. */
  public record Output(int statements, long blockers) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Optional<Inventory> inventory = files.find(Inventory.FILE);
    // if a database could not be reached, there is no inventory, and a separate finding reports it
    if (inventory.isEmpty()) {
      files.write(DryRun.FINDINGS, List.<Finding>of());
      return new Output(0, 0);
    }
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    try (Connection target = new Databases(secrets).write(migration.target())) {
      List<Finding> findings = new DryRun(target, files, plan, deadline).run();
      files.write(DryRun.FINDINGS, findings);
      return new Output(plan.statements().size(), findings.stream().filter(f -> f.severity() == Severity.blocker).count());
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.DRY_RUN_FAILED, "the dry run on the target failed", e);
    }
  }
}

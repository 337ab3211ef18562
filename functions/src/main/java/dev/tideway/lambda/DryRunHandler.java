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
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.schema.DryRun;
import dev.tideway.schema.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tries the plan's DDL on the target in scratch databases and writes {@code findings-dry-run.json}. */
public final class DryRunHandler extends Handler<DryRunHandler.Input, DryRunHandler.Output> {
  private static final String FINDINGS = "findings-dry-run.json";

  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Locks locks;

  /** As Lambda makes it. */
  public DryRunHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public DryRunHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.locks = locks;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of statements tried and of blockers found. */
  public record Output(int statements, long blockers) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Optional<Inventory> inventory = objects.find(run.key(Inventory.FILE), Inventory.class);
    // a database that could not be reached leaves no inventory, and its own finding
    if (inventory.isEmpty()) {
      objects.putJson(run.key(FINDINGS), List.<Finding>of());
      return new Output(0, 0);
    }
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    SchemaPlan plan = objects.read(run.key(SchemaPlan.FILE), SchemaPlan.class);
    try (Connection target = new Databases(secrets).write(migration.target())) {
      List<Finding> findings = new DryRun(target, objects, run, plan, deadline).run();
      objects.putJson(run.key(FINDINGS), findings);
      return new Output(plan.statements().size(), findings.stream().filter(f -> f.severity() == Severity.blocker).count());
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.DRY_RUN_FAILED, "the dry run on the target failed", e);
    }
  }
}

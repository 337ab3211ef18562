package dev.tideway.preflight;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.aws.SecretReader;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Ownership;
import dev.tideway.error.TransientFailure;
import dev.tideway.jdbc.Databases;
import dev.tideway.request.Finding;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import dev.tideway.request.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs the checks on the inventory and the live target, and writes {@code findings-preflight.json}. */
public final class PreflightFunction extends JsonFunction<PreflightFunction.Input, PreflightFunction.Output> {
  private static final String FINDINGS = "findings-preflight.json";

  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Locks locks;

  /** As Lambda makes it. */
  public PreflightFunction() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  PreflightFunction(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.locks = locks;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of findings. */
  public record Output(long blockers, long warnings) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    Optional<Inventory> inventory = objects.find(run.key(Inventory.FILE), Inventory.class);
    // a database that could not be reached leaves no inventory, and its own finding
    List<Finding> findings = inventory.map(i -> look(run, i)).orElse(List.of());
    objects.putJson(run.key(FINDINGS), findings);
    return new Output(count(findings, Severity.blocker), count(findings, Severity.warning));
  }

  private List<Finding> look(Run run, Inventory inventory) {
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    DatabaseSecret target = secrets.read(migration.target().secret());
    boolean own = locks.find(run.migration()).filter(lock -> Ownership.owns(lock.resources(), target)).isPresent();
    try (Connection connection = new Databases(secrets).read(migration.target())) {
      return Preflight.look(Checks.ALL, new Situation(migration, inventory, PresentTables.read(connection, inventory), own));
    } catch (SQLException e) {
      throw new TransientFailure("reading the target's tables failed: " + e.getMessage(), e);
    }
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}

package dev.tideway.lambda;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.plan.Estimates;
import dev.tideway.plan.Prices;
import dev.tideway.plan.StoredPrograms;
import dev.tideway.plan.checks.AccountScript;
import dev.tideway.plan.checks.Check;
import dev.tideway.plan.checks.CheckContext;
import dev.tideway.plan.checks.Checks;
import dev.tideway.plan.checks.CollisionScan;
import dev.tideway.plan.checks.DataScan;
import dev.tideway.plan.checks.Preflight;
import dev.tideway.plan.checks.RowChecks;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.TargetOwnership;
import dev.tideway.run.Workspace;
import dev.tideway.schema.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the checks on the inventory and both live databases; writes {@code findings-preflight.json} and {@code estimates.json}. */
public final class PreflightHandler extends FilesHandler<PreflightHandler.Input, PreflightHandler.Output> {
  private static final Artifact<Checked> CHECKED = Artifact.of("preflight-checked.json", Checked.class);

  private final SecretReader secrets;
  private final Locks locks;
  private final String region;

  /** Creates the handler from its function's environment variables. */
  public PreflightHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks(), Platform.variable("AWS_REGION"));
  }

  public PreflightHandler(ObjectStore objects, SecretReader secrets, Locks locks, String region) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
    this.locks = locks;
    this.region = region;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /** Numbers of findings. */
  public record Output(long blockers, long warnings) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Optional<Inventory> inventory = files.find(Inventory.FILE);
    // if a database could not be reached, there is no inventory, and a separate finding reports it
    List<Finding> findings = inventory.map(i -> look(files, i, deadline)).orElse(List.of());
    files.write(Preflight.FINDINGS, findings);
    return new Output(count(findings, Severity.blocker), count(findings, Severity.warning));
  }

  private List<Finding> look(Workspace files, Inventory inventory, Deadline deadline) {
    Migration migration = files.migration();
    DatabaseSecret target = secrets.read(migration.target().secret());
    boolean own = locks.find(migration.name()).filter(lock -> TargetOwnership.owns(lock.resources(), target)).isPresent();
    Estimates estimates = Estimates.of(inventory, migration, Prices.read(), region);
    files.write(Estimates.FILE, estimates);
    CheckContext context =
        new CheckContext(migration, inventory, own, address(secrets.read(migration.source().secret())), address(target), estimates, region);
    Databases databases = new Databases(secrets);
    Preflight.Opener source = () -> databases.read(migration.source());
    Preflight.Opener asked = () -> databases.read(migration.target());
    // the checks run once; a scan of rows may take several slices
    List<Finding> findings =
        new ArrayList<>(
            files.find(CHECKED)
                .flatMap(Checked::findings)
                .orElseGet(() -> new Preflight(source, asked, deadline).look(checks(files), context)));
    files.write(CHECKED, new Checked(Optional.of(findings)));
    List<DataScan.Step> steps = new ArrayList<>(RowChecks.of(inventory));
    files.find(SchemaPlan.FILE).ifPresent(plan -> steps.addAll(new CollisionScan(asked, files).of(plan, inventory.tables())));
    List<Finding> rows = new DataScan(source, files, deadline).run(steps);
    // the next plan runs the checks again
    files.write(CHECKED, new Checked(Optional.empty()));
    findings.addAll(rows);
    return findings;
  }

  /** All checks, and the two reads of the source that write a file for people. */
  private List<Check> checks(Workspace files) {
    List<Check> checks = new ArrayList<>(Checks.ALL);
    checks.add(
        new Check.OfSource(
            "triggers, routines and events",
            (context, source) -> {
              files.write(StoredPrograms.FILE, StoredPrograms.read(source, context.inventory().schemas().keySet()));
              return List.of();
            }));
    checks.add(
        new Check.OfSource(
            "accounts of the source",
            (context, source) -> {
              AccountScript users = AccountScript.read(source, context.inventory());
              files.write(AccountScript.FILE, users.sql());
              return users.findings();
            }));
    return checks;
  }

  /** Findings of the checks, while rows are scanned in slices; empty before and afterwards. */
  record Checked(Optional<List<Finding>> findings) {}

  private static CheckContext.Address address(DatabaseSecret secret) {
    return new CheckContext.Address(secret.host(), secret.port(), secret.username());
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}

package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.TaskPlan;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.model.Inventory;
import dev.tideway.plan.Acceptances;
import dev.tideway.plan.Creations;
import dev.tideway.plan.Estimates;
import dev.tideway.plan.FindingGroup;
import dev.tideway.plan.Plan;
import dev.tideway.plan.StoredPrograms;
import dev.tideway.plan.account.AccountChecks;
import dev.tideway.plan.checks.Preflight;
import dev.tideway.plan.inventory.InventoryReader;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.Conversion;
import dev.tideway.schema.DryRun;
import dev.tideway.schema.SchemaPlan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes all findings and decisions of Plan to {@code plan.json} and {@code plan.html}, and returns whether the migration may begin. */
public final class PlanHandler extends FilesHandler<PlanHandler.Input, PlanHandler.Output> {
  private static final List<Artifact<List<Finding>>> STEPS =
      List.of(AccountChecks.FINDINGS, InventoryReader.FINDINGS, Preflight.FINDINGS, Conversion.FINDINGS, DryRun.FINDINGS);
  /** In bytes. With JSON's escapes the whole result stays below 8 KB. */
  private static final int LONGEST_SUMMARY = 6_000;

  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public PlanHandler() {
    this(Platform.objects(), Platform.locks(), Platform.clock());
  }

  public PlanHandler(ObjectStore objects, Locks locks, Clock clock) {
    super(Input.class, objects, locks);
    this.clock = clock;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /** The verdict, the numbers of blockers and warnings, the plan's S3 key, and the blockers as text. */
  public record Output(Plan.Verdict verdict, long blockers, long warnings, String plan, String summary) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Optional<Inventory> inventory = files.find(Inventory.FILE);
    List<SchemaPlan.Statement> statements = files.find(SchemaPlan.FILE).map(SchemaPlan::statements).orElse(List.of());
    TaskPlan tasks = files.find(TaskPlan.FILE).orElse(TaskPlan.NONE);
    Plan plan =
        new Plan(
            migration.name(),
            clock.instant(),
            Acceptances.apply(findings(files), migration.accept()),
            Creations.of(migration, statements, tasks),
            files.find(Estimates.FILE),
            inventory.map(i -> i.tables().stream().map(t -> new Plan.Size(t.id().toString(), t.rows(), t.bytes())).toList()).orElse(List.of()),
            statements,
            files.find(StoredPrograms.FILE).map(StoredPrograms::programs).orElse(List.of()),
            tasks);
    files.write(Plan.FILE, plan);
    files.write(Plan.PAGE, plan.html());
    return new Output(plan.verdict(), plan.blockers(), plan.warnings(), files.key(Plan.PAGE), summary(plan));
  }

  private List<Finding> findings(Workspace files) {
    List<Finding> findings = new ArrayList<>();
    for (Artifact<List<Finding>> step : STEPS) {
      Optional<List<Finding>> found = files.find(step);
      found.ifPresent(findings::addAll);
      if (found.isEmpty() && step.equals(AccountChecks.FINDINGS)) {
        findings.add(
            Finding.warning(
                FindingCode.ACCOUNT_CHECK_BROKEN, "AWS account", "the account was not checked: the function failed", "a check of the account",
                "see what CheckAccountFunction has written to the stack's log group, then start the same request again"));
      }
    }
    return findings.stream().distinct().toList();
  }

  /** The blockers as text, cut to the length limit of a state machine's cause. The plan contains all of them. */
  private static String summary(Plan plan) {
    String text =
        FindingGroup.of(plan.findings().stream().filter(f -> f.severity() == Severity.blocker).toList()).stream()
            .flatMap(group -> group.lines().stream())
            .collect(Collectors.joining("\n"));
    String counted = ErrorCode.PLAN_BLOCKED + ": " + plan.blockers() + " blockers\n" + text;
    byte[] bytes = counted.getBytes(StandardCharsets.UTF_8);
    // decoding replaces a character that the cut has split
    return bytes.length <= LONGEST_SUMMARY
        ? counted
        : new String(bytes, 0, LONGEST_SUMMARY, StandardCharsets.UTF_8).replace("\ufffd", "") + "\n… the plan lists them all";
  }
}

package dev.tideway.lambda;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.json.Json;
import dev.tideway.model.Inventory;
import dev.tideway.plan.Acceptances;
import dev.tideway.plan.Creations;
import dev.tideway.plan.Estimates;
import dev.tideway.plan.FindingGroup;
import dev.tideway.plan.Plan;
import dev.tideway.plan.StoredPrograms;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.schema.SchemaPlan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts everything Plan found and decided into {@code plan.json} and {@code plan.html}, and says whether the migration may begin. */
public final class PlanHandler extends Handler<PlanHandler.Input, PlanHandler.Output> {
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final List<String> STEPS = List.of("account", "inventory", "preflight", "convert", "dry-run");
  /** Bytes; with JSON's escapes the whole answer stays below 8 KB. */
  private static final int LONGEST_SUMMARY = 6_000;

  private final ObjectStore objects;
  private final Clock clock;

  /** Used by Lambda. */
  public PlanHandler() {
    this(Platform.objects(), Platform.clock());
  }

  public PlanHandler(ObjectStore objects, Clock clock) {
    super(Input.class);
    this.objects = objects;
    this.clock = clock;
  }

  /** Which run. */
  public record Input(Run run) {}

  /** The verdict, how many findings of which kind, where the plan is, and the blockers as text. */
  public record Output(Plan.Verdict verdict, long blockers, long warnings, String plan, String summary) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Optional<Inventory> inventory = objects.find(run.key(Inventory.FILE), Inventory.class);
    List<SchemaPlan.Statement> statements = objects.find(run.key(SchemaPlan.FILE), SchemaPlan.class).map(SchemaPlan::statements).orElse(List.of());
    JsonNode tasks = tree(run.key("tasks.json"));
    Plan plan =
        new Plan(
            migration.name(),
            clock.instant(),
            Acceptances.apply(findings(run), migration.accept()),
            Creations.of(migration, statements, tasks),
            objects.find(run.key(Estimates.FILE), Estimates.class),
            inventory.map(i -> i.tables().stream().map(t -> new Plan.Size(t.id().toString(), t.rows(), t.bytes())).toList()).orElse(List.of()),
            statements,
            objects.find(run.key(StoredPrograms.FILE), StoredPrograms.class).map(StoredPrograms::programs).orElse(List.of()),
            tasks);
    objects.putJson(run.key("plan.json"), plan);
    objects.put(run.key("plan.html"), plan.html(), "text/html; charset=utf-8");
    return new Output(plan.verdict(), plan.blockers(), plan.warnings(), run.key("plan.html"), summary(plan));
  }

  private List<Finding> findings(Run run) {
    List<Finding> findings = new ArrayList<>();
    for (String step : STEPS) {
      objects.find(run.key("findings-" + step + ".json"), FINDINGS).ifPresent(findings::addAll);
    }
    if (objects.get(run.key("findings-account.json")).isEmpty()) {
      findings.add(
          Finding.warning(
              FindingCode.ACCOUNT_CHECK_BROKEN, "AWS account", "the account was not checked: the function failed", "a check of the account",
              "see what CheckAccountFunction has written to the stack's log group, then start the same request again"));
    }
    return findings.stream().distinct().toList();
  }

  private JsonNode tree(String key) {
    return objects.find(key, JsonNode.class).orElse(Json.object());
  }

  /** The blockers, cut to what a state machine's cause can hold; the plan has them all. */
  private static String summary(Plan plan) {
    String text =
        FindingGroup.of(plan.findings().stream().filter(f -> f.severity() == Severity.blocker).toList()).stream()
            .flatMap(group -> group.lines().stream())
            .collect(Collectors.joining("\n"));
    String counted = ErrorCode.PLAN_BLOCKED + ": " + plan.blockers() + " blockers\n" + text;
    byte[] bytes = counted.getBytes(StandardCharsets.UTF_8);
    // decoding replaces half a character at the cut
    return bytes.length <= LONGEST_SUMMARY
        ? counted
        : new String(bytes, 0, LONGEST_SUMMARY, StandardCharsets.UTF_8).replace("\ufffd", "") + "\n… the plan lists them all";
  }
}

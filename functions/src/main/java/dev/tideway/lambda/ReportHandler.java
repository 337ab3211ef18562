package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.json.Json;
import dev.tideway.operations.Report;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.verify.VerificationResult;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes {@code report.json} and {@code report.html}: what happened, what is verified, what exists, what comes next. */
public final class ReportHandler extends Handler<ReportHandler.Input, ReportHandler.Output> {
  private final ObjectStore objects;
  private final Locks locks;
  private final Clock clock;

  /** Used by Lambda. */
  public ReportHandler() {
    this(Platform.objects(), Platform.locks(), Platform.clock());
  }

  public ReportHandler(ObjectStore objects, Locks locks, Clock clock) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * What to report on.
   *
   * @param run which run
   * @param status how it ended
   * @param started when the execution started
   * @param phases {@code "<phase> <time>;"} for each phase that began
   * @param failure what happened, if it failed
   */
  public record Input(Run run, Locks.Status status, java.time.Instant started, String phases, Optional<JsonNode> failure) {}

  /** The report's keys and its main figures. */
  public record Output(
      String report,
      String json,
      Locks.Status status,
      int tables,
      long rows,
      long mismatches,
      double seconds,
      Optional<Double> writeDowntimeSeconds,
      long keptInAws) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    Report report =
        Report.of(
            new Report.Files(
                run.migration(),
                run.execution(),
                input.status(),
                input.started(),
                clock.instant(),
                input.phases(),
                input.failure().orElse(Json.object()),
                file(run, "instance.json"),
                file(run, "load.json"),
                verifiedTables(run),
                file(run, "freeze.json"),
                file(run, "keyless.json"),
                file(run, "cascades.json"),
                file(run, "rebase.json"),
                schema(run),
                locks.find(run.migration()).map(Locks.Lock::resources).orElse(java.util.Set.of()),
                objects.find(run.key(Estimates.FILE), Estimates.class)));
    objects.putJson(run.key("report.json"), report);
    objects.put(run.key("report.html"), report.html(), "text/html; charset=utf-8");
    return new Output(
        run.key("report.html"),
        run.key("report.json"),
        report.status(),
        report.tables().size(),
        report.rows(),
        report.mismatches(),
        report.seconds(),
        report.writeDowntimeSeconds(),
        report.keptInAws().size());
  }

  /** Full verifications cover every table, the final one those that moved afterwards: the newer word on a table counts. */
  private List<Report.VerifiedTable> verifiedTables(Run run) {
    Map<String, Report.VerifiedTable> tables = new TreeMap<>();
    Stream.concat(objects.list(run.key("verification-full-")).stream(), objects.list(run.key("verification-final")).stream())
        .map(key -> objects.read(key, VerificationResult.class))
        .sorted(Comparator.comparing(VerificationResult::verifiedAt))
        .forEach(
            result ->
                result
                    .tables()
                    .forEach(
                        t ->
                            tables.put(
                                t.table().toString(),
                                new Report.VerifiedTable(t.table().toString(), t.rows(), t.mismatches(), t.busy(), result.verifiedAt()))));
    return List.copyOf(tables.values());
  }

  /** Differences between the plan and the target, and rows without a parent; nothing of what there is none of. */
  private JsonNode schema(Run run) {
    ObjectNode schema = Json.object();
    for (String name : List.of("drift-index", "drift-finish", "orphans", "duplicates")) {
      objects.find(run.key(name + ".json"), JsonNode.class).ifPresent(node -> schema.set(name, node));
    }
    return schema;
  }

  private JsonNode file(Run run, String name) {
    return objects.find(run.key(name), JsonNode.class).orElse(Json.object());
  }
}

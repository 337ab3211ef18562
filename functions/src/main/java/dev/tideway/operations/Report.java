package dev.tideway.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tideway.aws.ResourceKind;
import dev.tideway.cutover.CascadeResult;
import dev.tideway.cutover.Freeze;
import dev.tideway.cutover.RebaseResult;
import dev.tideway.dms.KeylessLoad;
import dev.tideway.dms.LoadResult;
import dev.tideway.dms.UsedInstance;
import dev.tideway.error.ErrorCode;
import dev.tideway.html.Page;
import dev.tideway.json.Json;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Artifact;
import dev.tideway.run.Document;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import dev.tideway.schema.DuplicateKeys;
import dev.tideway.schema.Orphans;
import dev.tideway.schema.drift.Difference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The report of one execution.
 *
 * @param migration its name
 * @param execution the execution's ARN
 * @param status how it ended
 * @param started when the execution started
 * @param ended when the report was made
 * @param phases the phases that began, in order, with their length
 * @param tables each table's last verification
 * @param writeDowntimeSeconds from the freeze to "switch now", once both happened
 * @param keylessSeconds the part of it that loaded the tables without a key, if there were any
 * @param failure the error that ended a failed execution
 * @param engine version of AWS DMS that copied the rows; absent if there was no replication instance yet
 * @param load the result of the full load
 * @param keyless the result of the load of the tables without a key
 * @param cascades the changes of the cascade repair
 * @param rebase next AUTO_INCREMENT values and the TSO
 * @param schema differences between the plan and the target's schema, and rows that violate a unique index or a foreign key
 * @param resources what was created and still exists, as {@code kind|arn}
 * @param estimates Plan's estimates and the actual values
 */
public record Report(
    String migration,
    String execution,
    Locks.Status status,
    Instant started,
    Instant ended,
    List<Phase> phases,
    List<VerifiedTable> tables,
    Optional<Double> writeDowntimeSeconds,
    Optional<Double> keylessSeconds,
    Optional<Failure> failure,
    Optional<String> engine,
    Optional<LoadResult> load,
    Optional<KeylessLoad> keyless,
    Optional<CascadeResult> cascades,
    Optional<RebaseResult> rebase,
    SchemaState schema,
    List<String> resources,
    List<Expected> estimates) {
  /** The file that contains it. */
  public static final Artifact<Report> FILE = Artifact.of("report.json", Report.class);

  /** The report as a page for people. */
  public static final Document PAGE = new Document("report.html", Page.CONTENT_TYPE);

  /**
   * The error that ended an execution.
   *
   * @param phase the phase that failed
   * @param code stable code, explained in docs/errors.md; absent if classifying failed too
   * @param error the error's name
   * @param cause what was found
   * @param nextStep what a person does; absent if classifying failed too
   */
  public record Failure(String phase, Optional<String> code, String error, String cause, Optional<String> nextStep) {}

  /**
   * The target's schema, as far as it was checked.
   *
   * @param driftIndex differences from the plan after the index build
   * @param driftFinish differences from the plan at the end
   * @param orphans rows without a parent, by foreign key
   * @param duplicates keys of a unique index that occur more than once
   */
  public record SchemaState(
      Optional<List<Difference>> driftIndex, Optional<List<Difference>> driftFinish, Optional<List<Orphans>> orphans, Optional<List<DuplicateKeys>> duplicates) {
    private boolean known() {
      return driftIndex.isPresent() || driftFinish.isPresent() || orphans.isPresent() || duplicates.isPresent();
    }
  }

  /**
   * One estimate of Plan.
   *
   * @param what the estimated quantity, with its unit
   * @param estimate the value that Plan estimated
   * @param actual the actual value; absent until it is known
   */
  record Expected(String what, double estimate, Optional<Double> actual) {}

  /** One phase and how long it took, in seconds. */
  record Phase(String name, Instant began, double seconds) {}

  /** One table's result in the last verification that compared it. */
  public record VerifiedTable(String table, long rows, long mismatches, long busy, Instant verifiedAt) {}

  /**
   * How an execution ended.
   *
   * @param run the run
   * @param status how it ended
   * @param started when the execution started
   * @param ended when the report is made
   * @param phases the phases that began, in order
   * @param failure what happened, if it failed
   */
  public record Ending(Run run, Locks.Status status, Instant started, Instant ended, List<Locks.PhaseStart> phases, Optional<Failure> failure) {}

  /** What the cutover has left behind, as far as it came. */
  public record Switch(Optional<Freeze> freeze, Optional<KeylessLoad> keyless, Optional<CascadeResult> cascades, Optional<RebaseResult> rebase) {
    /** From the freeze to "switch now", in seconds, once both happened. */
    private Optional<Double> downtime() {
      return freeze.flatMap(frozen -> rebase.map(rebased -> seconds(frozen.frozenAt(), rebased.finishedAt())));
    }
  }

  /** All input of a report. */
  public record Files(
      Ending ending,
      Optional<UsedInstance> instance,
      Optional<LoadResult> load,
      List<VerifiedTable> tables,
      Switch cutover,
      SchemaState schema,
      Set<String> resources,
      Optional<Estimates> estimates) {}

  public static Report of(Files files) {
    Ending ending = files.ending();
    Switch cutover = files.cutover();
    List<Phase> phases = phases(ending.phases(), ending.ended());
    return new Report(
        ending.run().migration(),
        ending.run().execution(),
        ending.status(),
        ending.started(),
        ending.ended(),
        phases,
        files.tables(),
        cutover.downtime(),
        cutover.keyless().map(KeylessLoad::seconds),
        ending.failure(),
        files.instance().map(UsedInstance::engineVersion),
        files.load(),
        cutover.keyless(),
        cutover.cascades(),
        cutover.rebase(),
        files.schema(),
        files.resources().stream().sorted().toList(),
        files.estimates().map(e -> expected(e, phases, files)).orElse(List.of()));
  }

  private static List<Expected> expected(Estimates estimates, List<Phase> phases, Files files) {
    List<VerifiedTable> tables = files.tables();
    List<Expected> expected = new ArrayList<>();
    expected.addAll(List.of(
        new Expected("Full load, seconds", estimates.loadSeconds(), first(phases, "Load")),
        new Expected("Index build, seconds", estimates.indexSeconds(), first(phases, "Index")),
        new Expected("One verification, seconds", estimates.verifySeconds(), first(phases, "Verify")),
        new Expected("Rows", estimates.rows(), tables.isEmpty() ? Optional.empty() : Optional.of((double) tables.stream().mapToLong(VerifiedTable::rows).sum()))));
    estimates.keylessSeconds()
        .ifPresent(s -> expected.add(new Expected("Tables without a key after the freeze, seconds", s, files.cutover().keyless().map(KeylessLoad::seconds))));
    return expected;
  }

  /** The length of the phase's first occurrence. A phase can occur again; the estimate is for the first one. */
  private static Optional<Double> first(List<Phase> phases, String name) {
    return phases.stream().filter(p -> p.name().equals(name)).map(Phase::seconds).findFirst();
  }

  @JsonProperty("rows")
  public long rows() {
    return tables.stream().mapToLong(VerifiedTable::rows).sum();
  }

  @JsonProperty("mismatches")
  public long mismatches() {
    return tables.stream().mapToLong(VerifiedTable::mismatches).sum();
  }

  @JsonProperty("seconds")
  public double seconds() {
    return seconds(started, ended);
  }

  private static List<Phase> phases(List<Locks.PhaseStart> starts, Instant end) {
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Instant next = i + 1 < starts.size() ? starts.get(i + 1).began() : end;
      phases.add(new Phase(starts.get(i).phase(), starts.get(i).began(), seconds(starts.get(i).began(), next)));
    }
    return phases;
  }

  private static String second(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static double seconds(Instant from, Instant to) {
    return Math.round(Duration.between(from, to).toMillis() / 100.0) / 10.0;
  }

  public String html() {
    Page page = new Page("Report of migration " + migration);
    page.line("muted", "Execution " + execution + ", " + second(started) + " to " + second(ended) + " (" + seconds() + " s).");
    if (status == Locks.Status.finished) {
      page.line("good", "Finished. " + tables.size() + " tables, " + rows() + " rows verified, " + mismatches() + " mismatches.");
      String keylessPart = keylessSeconds.map(s -> " " + s + " s of it was the load of the tables without a key.").orElse("");
      writeDowntimeSeconds.ifPresent(d -> page.line("", "Write downtime: " + d + " s, from the freeze to \"switch now\"." + keylessPart));
    } else {
      failure.ifPresent(
          f -> {
            page.line("bad", "Failed in phase " + f.phase() + ": " + f.code().map(code -> code + " ").orElse("") + f.error());
            page.folded("Cause", f.cause());
            page.line("warning", "Who acts: " + ErrorCode.actorOf(f.code().orElse("")));
            page.line("warning", "Next: " + f.nextStep().orElse("see the cause"));
          });
    }
    engine.ifPresent(version -> page.line("muted", "Rows moved by AWS DMS " + version + "."));
    page.heading("Phases");
    page.table(
        List.of("Phase", "Began", "Seconds"),
        phases.stream().map(p -> List.of(p.name(), second(p.began()), String.format(Locale.ROOT, "%.1f", p.seconds()))).toList());
    if (!estimates.isEmpty()) {
      page.heading("Estimated and measured");
      page.table(
          List.of("What", "Estimate", "Was"),
          estimates.stream()
              .map(e -> List.of(e.what(), String.format(Locale.ROOT, "%.1f", e.estimate()), e.actual().map(a -> String.format(Locale.ROOT, "%.1f", a)).orElse("not yet")))
              .toList());
    }
    page.heading("Tables");
    page.table(
        List.of("Table", "Rows", "Mismatches", "Busy rows", "Verified at"),
        tables.stream()
            .map(t -> List.of(t.table(), Long.toString(t.rows()), Long.toString(t.mismatches()), Long.toString(t.busy()), second(t.verifiedAt())))
            .toList());
    details(page, "Full load", load);
    details(page, "Tables without a key, loaded after the freeze", keyless);
    details(page, "Cascades", cascades);
    details(page, "AUTO_INCREMENT and TSO", rebase);
    details(page, "Schema compared with the plan, orphans", Optional.of(schema).filter(SchemaState::known));
    page.heading("What was created and still exists");
    if (resources.isEmpty()) {
      page.line("muted", "Nothing in AWS.");
    } else {
      if (!keptInAws().isEmpty()) {
        page.line("muted", "Note: " + ResourceKind.KEPT + ".");
      }
      page.table(
          List.of("Kind", "ARN"),
          resources.stream().map(r -> List.of(r.substring(0, r.indexOf('|')), r.substring(r.indexOf('|') + 1))).toList());
    }
    return page.toString();
  }

  private static void details(Page page, String heading, Optional<?> part) {
    part.ifPresent(
        value -> {
          page.heading(heading);
          page.folded("Details", Json.pretty(value));
        });
  }

  /** The resources that exist in AWS. {@code tables|…} is on the target and left out. */
  public List<String> keptInAws() {
    return resources.stream().filter(ResourceKind::known).toList();
  }
}

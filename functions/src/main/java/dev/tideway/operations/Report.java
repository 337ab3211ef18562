package dev.tideway.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.ResourceKind;
import dev.tideway.error.ErrorCode;
import dev.tideway.html.Page;
import dev.tideway.json.Json;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Locks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What happened in one execution.
 *
 * @param migration its name
 * @param execution the execution's ARN
 * @param status how it ended
 * @param started when the execution started
 * @param ended when the report was made
 * @param phases the phases that began, in order, with their length
 * @param tables each table's last verification
 * @param writeDowntimeSeconds from the freeze to "switch now", once both happened
 * @param keylessSeconds how much of it went into loading the tables without a key, where there were any
 * @param failure code, error, cause and next step of a failed execution; an empty object otherwise
 * @param engine version of AWS DMS that moved the rows; absent before there was a replication instance
 * @param load the judgement after the full load
 * @param keyless the judgement after the load of the tables without a key
 * @param cascades what the cascade repair did
 * @param rebase next AUTO_INCREMENT values and the TSO
 * @param schema differences between the plan and the target's schema, and rows without a parent
 * @param resources what was created and still exists, as {@code kind|arn}
 * @param estimates what Plan expected, beside what it was
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
    JsonNode failure,
    Optional<String> engine,
    JsonNode load,
    JsonNode keyless,
    JsonNode cascades,
    JsonNode rebase,
    JsonNode schema,
    List<String> resources,
    List<Expected> estimates) {

  /**
   * One estimate of Plan.
   *
   * @param what what was estimated, with its unit
   * @param estimate by Plan
   * @param actual what it was; absent as long as it has not happened
   */
  record Expected(String what, double estimate, Optional<Double> actual) {}

  /** One phase and how long it took, in seconds. */
  record Phase(String name, Instant began, double seconds) {}

  /** One table as the last verification that looked at it found it. */
  public record VerifiedTable(String table, long rows, long mismatches, long busy, Instant verifiedAt) {}

  /** Everything a report is made from. */
  public record Files(
      String migration,
      String execution,
      Locks.Status status,
      Instant started,
      Instant ended,
      String phases,
      JsonNode failure,
      JsonNode instance,
      JsonNode load,
      List<VerifiedTable> tables,
      JsonNode freeze,
      JsonNode keyless,
      JsonNode cascades,
      JsonNode rebase,
      JsonNode schema,
      Set<String> resources,
      Optional<Estimates> estimates) {}

  public static Report of(Files files) {
    return new Report(
        files.migration(),
        files.execution(),
        files.status(),
        files.started(),
        files.ended(),
        phases(files.phases(), files.ended()),
        files.tables(),
        downtime(files.freeze(), files.rebase()),
        seconds(files.keyless()),
        files.failure(),
        Optional.of(files.instance().path("engineVersion").asText()).filter(version -> !version.isEmpty()),
        files.load(),
        files.keyless(),
        files.cascades(),
        files.rebase(),
        files.schema(),
        files.resources().stream().sorted().toList(),
        files.estimates().map(e -> expected(e, files)).orElse(List.of()));
  }

  private static Optional<Double> seconds(JsonNode keyless) {
    return keyless.hasNonNull("seconds") ? Optional.of(keyless.get("seconds").asDouble()) : Optional.empty();
  }

  private static List<Expected> expected(Estimates estimates, Files files) {
    List<Phase> phases = phases(files.phases(), files.ended());
    List<VerifiedTable> tables = files.tables();
    List<Expected> expected = new ArrayList<>();
    expected.addAll(List.of(
        new Expected("Full load, seconds", estimates.loadSeconds(), first(phases, "Load")),
        new Expected("Index build, seconds", estimates.indexSeconds(), first(phases, "Index")),
        new Expected("One verification, seconds", estimates.verifySeconds(), first(phases, "Verify")),
        new Expected("Rows", estimates.rows(), tables.isEmpty() ? Optional.empty() : Optional.of((double) tables.stream().mapToLong(VerifiedTable::rows).sum()))));
    estimates.keylessSeconds()
        .ifPresent(s -> expected.add(new Expected("Tables without a key after the freeze, seconds", s, seconds(files.keyless()))));
    return expected;
  }

  /** A phase can come again; the estimate is for the first time. */
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

  private static List<Phase> phases(String text, Instant end) {
    List<String> entries = List.of(text.split(";", -1)).stream().filter(e -> !e.isBlank()).toList();
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Instant began = Instant.parse(time(entries.get(i)));
      Instant next = i + 1 < entries.size() ? Instant.parse(time(entries.get(i + 1))) : end;
      phases.add(new Phase(entries.get(i).strip().split(" ", 2)[0], began, seconds(began, next)));
    }
    return phases;
  }

  private static String time(String entry) {
    return entry.strip().split(" ", 2)[1];
  }

  private static Optional<Double> downtime(JsonNode freeze, JsonNode rebase) {
    return freeze.hasNonNull("frozenAt") && rebase.hasNonNull("finishedAt")
        ? Optional.of(seconds(Instant.parse(freeze.get("frozenAt").asText()), Instant.parse(rebase.get("finishedAt").asText())))
        : Optional.empty();
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
      page.line("bad", "Failed in phase " + failure.path("phase").asText("?") + ": " + failure.path("code").asText() + " " + failure.path("error").asText());
      page.folded("Cause", failure.path("cause").asText());
      page.line("warning", "Who acts: " + ErrorCode.actorOf(failure.path("code").asText()));
      page.line("warning", "Next: " + failure.path("nextStep").asText("see the cause"));
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
    for (Map.Entry<String, JsonNode> part :
        List.of(
            Map.entry("Full load", load), Map.entry("Tables without a key, loaded after the freeze", keyless), Map.entry("Cascades", cascades), Map.entry("AUTO_INCREMENT and TSO", rebase),
            Map.entry("Schema compared with the plan, orphans", schema))) {
      if (!part.getValue().isEmpty()) {
        page.heading(part.getKey());
        page.folded("Details", Json.pretty(part.getValue()));
      }
    }
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

  /** What is in AWS of it; {@code tables|…} is on the target. */
  public List<String> keptInAws() {
    return resources.stream().filter(ResourceKind::known).toList();
  }
}

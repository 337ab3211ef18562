package dev.tideway.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tideway.dms.TaskPlan;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.html.Page;
import dev.tideway.html.Page.Cell;
import dev.tideway.json.Json;
import dev.tideway.run.Artifact;
import dev.tideway.run.Document;
import dev.tideway.schema.SchemaPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is decided before anything is created. docs/plan.schema.json describes its JSON.
 *
 * @param migration name of the migration
 * @param made when the plan was created
 * @param findings blockers first; an accepted finding shows the reason
 * @param creates what will be created, in the order of creation
 * @param estimates estimated duration and cost; absent if a database could not be reached
 * @param tables estimated rows and bytes of each table
 * @param statements the target's DDL, in order
 * @param programs triggers, routines and events, whose work must be done outside of TiDB
 * @param tasks mappings and settings of the DMS tasks (tasks.json)
 */
public record Plan(
    String migration,
    Instant made,
    List<Finding> findings,
    List<String> creates,
    Optional<Estimates> estimates,
    List<Size> tables,
    List<SchemaPlan.Statement> statements,
    List<StoredPrograms.Program> programs,
    TaskPlan tasks) {
  /** The file that holds it. */
  public static final Artifact<Plan> FILE = Artifact.of("plan.json", Plan.class);

  /** The same plan as a page for people. */
  public static final Document PAGE = new Document("plan.html", Page.CONTENT_TYPE);

  /** The page shows at most this many of a kind, because browsers cannot open a page that is too large. The JSON contains all. */
  private static final int MOST_SHOWN = 500;

  /** One table's estimate, from the source's statistics. */
  public record Size(String table, long rows, long bytes) {}

  @JsonProperty
  public Verdict verdict() {
    return blockers() == 0 ? Verdict.ready : Verdict.blocked;
  }

  @JsonProperty
  public long blockers() {
    return count(Severity.blocker);
  }

  @JsonProperty
  public long warnings() {
    return count(Severity.warning);
  }

  private long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  public String html() {
    Page page = new Page("Plan of migration " + migration);
    if (verdict() == Verdict.ready) {
      page.line("good", "Ready: no blocker found.");
    } else {
      page.line("bad", "Blocked: " + blockers() + " findings must be fixed first.");
    }
    page.line("muted", "Made " + made + ". Nothing has been created.");
    page.figures(
        List.of(new Page.Figure("Blockers", Cell.number(blockers(), "/blockers")), new Page.Figure("Warnings", Cell.number(warnings(), "/warnings"))));
    findings(page, "Blockers", Severity.blocker);
    findings(page, "Warnings", Severity.warning);
    findings(page, "Worth knowing", Severity.info);
    page.heading("What will be created");
    page.list(creates, "Nothing.");
    estimates.ifPresent(e -> estimates(page, e));
    sizes(page);
    page.heading("What will be executed on the target");
    statements.stream().limit(MOST_SHOWN).forEach(s -> page.folded(s.stage() + ": " + s.object(), s.sql()));
    more(page, statements.size(), "statements");
    if (!programs.isEmpty()) {
      page.heading("To do: TiDB has no triggers, routines and events");
      programs.stream().limit(MOST_SHOWN).forEach(p -> page.folded(p.kind() + " " + p.name() + (p.when().isEmpty() ? "" : ", " + p.when()), p.text()));
      more(page, programs.size(), "programs");
    }
    page.line("muted", "Accounts and privileges for the target: users.sql next to this page. It is a proposal; Tideway never runs it.");
    page.heading("DMS tasks");
    page.folded("Mappings and settings", shortened(Json.pretty(tasks)));
    return page.toString();
  }

  private void findings(Page page, String title, Severity severity) {
    List<Finding> same = findings.stream().filter(f -> f.severity() == severity).toList();
    page.heading(title);
    if (same.isEmpty()) {
      page.line("muted", "None.");
    }
    FindingGroup.of(same).forEach(group -> group(page, group));
  }

  private static void group(Page page, FindingGroup group) {
    group.first().forEach(page::finding);
    List<Finding> rest = group.rest();
    if (!rest.isEmpty()) {
      String lines = String.join("\n", rest.stream().limit(MOST_SHOWN).map(Finding::line).toList());
      page.folded(rest.size() + " more " + group.code() + ", " + group.findings().size() + " in all", lines);
      more(page, rest.size(), group.code());
    }
  }

  private static void estimates(Page page, Estimates e) {
    page.heading("Estimates");
    List<Page.Figure> figures =
        new ArrayList<>(
            List.of(
                new Page.Figure("Tables", Cell.number(e.tables(), "/estimates/tables")),
                new Page.Figure("Rows", Cell.number(e.rows(), "/estimates/rows")),
                new Page.Figure("Data and indexes", Cell.mebibytes(e.bytes(), "/estimates/bytes")),
                new Page.Figure("Full load, seconds", Cell.number(e.loadSeconds(), "/estimates/loadSeconds")),
                new Page.Figure("Index build, seconds", Cell.number(e.indexSeconds(), "/estimates/indexSeconds")),
                new Page.Figure("One verification, seconds", Cell.number(e.verifySeconds(), "/estimates/verifySeconds")),
                new Page.Figure("Request units of the target", Cell.number(e.requestUnits(), "/estimates/requestUnits")),
                new Page.Figure("Proposed instance class", Cell.text(e.instanceClass())),
                new Page.Figure("Proposed storage, GiB", Cell.number(e.storageGb(), "/estimates/storageGb")),
                new Page.Figure("Because", Cell.text(e.reason()))));
    e.keylessSeconds()
        .ifPresent(s -> figures.add(new Page.Figure("Tables without a key after the freeze, seconds", Cell.number(s, "/estimates/keylessSeconds"))));
    figures.add(
        new Page.Figure(
            "US dollars a day (prices of " + e.pricesOf() + ")",
            e.costPerDay().map(cost -> Cell.decimal(cost, "/estimates/costPerDay")).orElse(Cell.text("unknown"))));
    page.figures(figures);
    page.list(e.assumptions(), "");
  }

  private void sizes(Page page) {
    page.heading("Tables");
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(tables.size(), MOST_SHOWN); i++) {
      Size size = tables.get(i);
      rows.add(
          List.of(Cell.text(size.table()), Cell.number(size.rows(), "/tables/" + i + "/rows"), Cell.mebibytes(size.bytes(), "/tables/" + i + "/bytes")));
    }
    page.cells(List.of("Table", "Rows (estimate)", "MiB (estimate)"), rows);
    more(page, tables.size(), "tables");
  }

  private static void more(Page page, int all, String what) {
    if (all > MOST_SHOWN) {
      page.line("muted", (all - MOST_SHOWN) + " more " + what + " are in plan.json.");
    }
  }

  private static String shortened(String text) {
    int most = 100_000;
    return text.length() <= most ? text : text.substring(0, most) + "\n… the rest is in plan.json";
  }

  /** Whether the migration may begin. */
  public enum Verdict {
    /** The migration may begin. */
    ready,
    /** The migration may not begin before the blockers are gone. */
    blocked
  }
}

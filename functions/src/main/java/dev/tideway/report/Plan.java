package dev.tideway.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.request.Finding;
import dev.tideway.request.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Everything decided before anything is created.
 *
 * @param migration its name
 * @param made when it was made
 * @param findings blockers first
 * @param tables estimated rows and bytes of each table
 * @param schema the target's DDL by stage (schema.json)
 * @param tasks mappings and settings of the DMS tasks (tasks.json)
 */
record Plan(String migration, Instant made, List<Finding> findings, List<Size> tables, JsonNode schema, JsonNode tasks) {

  /** One table's estimate, from the source's statistics. */
  record Size(String table, long rows, long bytes) {}

  @JsonProperty
  PlanFunction.Verdict verdict() {
    return count(Severity.blocker) == 0 ? PlanFunction.Verdict.ready : PlanFunction.Verdict.blocked;
  }

  long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  String html() {
    Page page = new Page("Plan of migration " + migration);
    page.line("muted", "Made " + made + ". Nothing has been created.");
    if (verdict() == PlanFunction.Verdict.ready) {
      page.line("good", "Ready: nothing found that stands in the way.");
    } else {
      page.line("bad", "Blocked: " + count(Severity.blocker) + " findings must be dealt with first.");
    }
    page.heading("Findings");
    if (findings.isEmpty()) {
      page.line("muted", "None.");
    } else {
      page.table(
          List.of("Code", "Severity", "Object", "Found", "Needed", "Fix", "Accepted because"),
          findings.stream()
              .map(f -> List.of(f.code(), f.severity().name(), f.object(), f.found(), f.needed(), f.fix(), f.accepted().orElse("")))
              .toList());
    }
    page.heading("Tables");
    page.table(
        List.of("Table", "Rows (estimate)", "MiB (estimate)"),
        tables.stream()
            .map(t -> List.of(t.table(), Long.toString(t.rows()), String.format(Locale.ROOT, "%.1f", t.bytes() / 1048576.0)))
            .toList());
    page.heading("What will be executed on the target");
    for (JsonNode statement : schema.path("statements")) {
      page.folded(statement.path("stage").asText() + ": " + statement.path("object").asText(), statement.path("sql").asText());
    }
    page.heading("DMS tasks");
    page.folded("Mappings and settings", Json.pretty(tasks));
    return page.toString();
  }
}

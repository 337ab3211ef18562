package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What JSON Schema cannot say of a request: rules that compare members with each other, or names with what Tideway knows. They are checked even if the request breaks the schema, so
 * that every mistake is reported at once. Members of the wrong form are left to the schema.
 */
final class RequestRules {
  private final JsonNode request;
  private final List<Finding> mistakes = new ArrayList<>();
  /** The tables that the request names, by schema. */
  private final Map<String, Set<String>> selected = new LinkedHashMap<>();

  private RequestRules(JsonNode request) {
    this.request = request;
  }

  /**
   * Every place where the request breaks a rule.
   *
   * @param written the request as it is written
   * @param filled the same with its defaults
   */
  static List<Finding> mistakes(JsonNode written, JsonNode filled) {
    RequestRules rules = new RequestRules(filled);
    rules.schemas();
    rules.exclude();
    rules.subnets();
    rules.sample(written);
    rules.regions();
    return List.copyOf(rules.mistakes);
  }

  private void schemas() {
    List<JsonNode> entries = items(request.path("schemas"));
    for (int i = 0; i < entries.size(); i++) {
      JsonNode entry = entries.get(i);
      JsonNode named = entry.isTextual() ? entry : entry.path("schema");
      if (named.isTextual()) {
        String schema = named.textValue();
        String pointer = "/schemas/" + i + (entry.isTextual() ? "" : "/schema");
        if (SystemSchemas.contains(schema)) {
          mistake(FindingCode.SYSTEM_SCHEMA_REQUESTED, pointer, SchemaFindings.shown(named), "a schema of your application", "leave it out: it belongs to the server or to a tool");
        }
        if (selected.containsKey(schema)) {
          mistake(FindingCode.SELECTION_NOT_EXACT, pointer, SchemaFindings.shown(named) + " a second time", "each schema once", "merge the two entries");
        }
        Set<String> tables = selected.computeIfAbsent(schema, s -> new HashSet<>());
        items(entry.path("tables")).forEach(table -> tables.add(table.asText()));
      }
    }
  }

  private void exclude() {
    List<JsonNode> names = items(request.path("exclude"));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).asText();
      int dot = name.indexOf('.', 1);
      if (names.get(i).isTextual() && dot > 0 && dot < name.length() - 1) {
        String pointer = "/exclude/" + i;
        selected.keySet().stream().filter(schema -> name.startsWith(schema + ".") && name.length() > schema.length() + 1).findFirst().ifPresentOrElse(
            schema -> {
              if (selected.get(schema).contains(name.substring(schema.length() + 1))) {
                mistake(FindingCode.SELECTION_NOT_EXACT, pointer, "\"" + name + "\", which \"tables\" names", "a table in one of the two", "remove it from \"tables\"");
              }
            },
            () -> mistake(FindingCode.SELECTION_NOT_EXACT, pointer, "\"" + name + "\"", "a table or view of a selected schema, with the schema before it", "write for example \"shop.log\""));
      }
    }
  }

  private void subnets() {
    if (request.at("/replication/subnets").isArray() && request.at("/replication/subnetGroup").isTextual()) {
      mistake(FindingCode.OUT_OF_RANGE, "/replication/subnets", "subnets and subnetGroup", "one of them", "name subnets, or a subnet group that exists");
    }
  }

  private void sample(JsonNode written) {
    JsonNode compare = request.at("/verification/compare");
    if (written.at("/verification/samplePercent").isNumber() && !compare.asText().equals(Migration.Compare.sampled.name())) {
      mistake(
          FindingCode.OUT_OF_RANGE, "/verification/samplePercent", "samplePercent with compare " + SchemaFindings.shown(compare), "samplePercent only with compare sampled", "remove one of them");
    }
  }

  private void regions() {
    JsonNode regions = request.at("/schema/preSplitRegions");
    JsonNode bits = request.at("/schema/shardBits");
    if (regions.isNumber() && bits.isNumber() && regions.decimalValue().compareTo(bits.decimalValue()) > 0) {
      mistake(FindingCode.OUT_OF_RANGE, "/schema/preSplitRegions", regions.asText(), "at most shardBits, which is " + bits.asText(), "TiDB would silently take fewer: raise shardBits or lower it");
    }
  }

  private static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(items::add);
    }
    return items;
  }

  private void mistake(FindingCode code, String pointer, String found, String needed, String fix) {
    mistakes.add(Finding.blocker(code, pointer, found, needed, fix));
  }
}

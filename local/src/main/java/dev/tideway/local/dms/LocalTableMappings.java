package dev.tideway.local.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.cloud.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A task's table mappings: selection rules (include, exclude, explicit) and {@code remove-column} transformations. Any other rule is
 * refused, because the stand-in would behave differently from DMS.
 *
 * <p>Source: DMS user guide, "Specifying table selection and transformations rules by table mapping using JSON".
 */
final class LocalTableMappings {
  /** The largest mapping document that DMS accepts. */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  private static final Set<String> RULE_MEMBERS = Set.of("rule-type", "rule-id", "rule-name", "object-locator", "rule-action",
      "load-order", "filters", "rule-target", "value", "old-value");

  private record Selection(String action, Pattern schema, Pattern table, int loadOrder) {
    boolean matches(TableName name) {
      return schema.matcher(name.schema()).matches() && table.matcher(name.table()).matches();
    }
  }

  private record Removal(Pattern schema, Pattern table, Pattern column) {}

  /** Explicit rules by table: a document may have thousands, each for one table. */
  private final Map<TableName, Selection> explicit = new HashMap<>();
  private final List<Selection> patterns = new ArrayList<>();
  private final Map<TableName, Set<String>> removedColumns = new HashMap<>();
  private final List<Removal> removalPatterns = new ArrayList<>();

  private LocalTableMappings() {}

  static LocalTableMappings parse(String json) throws AwsError {
    if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw Requests.invalid("The table mappings document is larger than the allowed 2 MB.");
    }
    JsonNode rules;
    try {
      rules = Requests.JSON.readTree(json).path("rules");
    } catch (JsonProcessingException e) {
      throw Requests.invalid("Invalid JSON for replication task table mappings: " + e.getOriginalMessage());
    }
    if (!rules.isArray() || rules.isEmpty()) {
      throw Requests.invalid("The table mappings document must have a non-empty list 'rules'.");
    }
    var mappings = new LocalTableMappings();
    var ids = new HashSet<String>();
    var names = new HashSet<String>();
    for (JsonNode rule : rules) {
      Requests.onlyMembers(rule, "a table mapping rule", RULE_MEMBERS);
      if (!ids.add(required(rule, "rule-id")) || !names.add(required(rule, "rule-name"))) {
        throw Requests.invalid("Rule ids and rule names must be unique: " + rule);
      }
      mappings.add(rule);
    }
    if (mappings.explicit.isEmpty() && mappings.patterns.stream().noneMatch(rule -> rule.action().equals("include"))) {
      throw Requests.invalid("At least one selection rule must include tables.");
    }
    return mappings;
  }

  private void add(JsonNode rule) throws AwsError {
    String type = required(rule, "rule-type");
    JsonNode locator = rule.path("object-locator");
    switch (type) {
      case "selection" -> addSelection(rule, locator);
      case "transformation" -> addTransformation(rule, locator);
      default -> throw Requests.invalid("Rule type " + type + " is not supported.");
    }
  }

  private void addSelection(JsonNode rule, JsonNode locator) throws AwsError {
    Requests.onlyMembers(locator, "object-locator", Set.of("schema-name", "table-name", "table-type"));
    if (rule.hasNonNull("rule-target") || rule.hasNonNull("value")) {
      throw Requests.invalid("A selection rule has no rule-target or value: " + rule);
    }
    if (!rule.path("filters").isEmpty()) {
      throw Requests.invalid("Source filters are not supported: " + rule);
    }
    String tableType = locator.path("table-type").asText("table");
    if (!tableType.equals("table")) {
      throw Requests.invalid("table-type " + tableType + " is not supported.");
    }
    String action = Requests.oneOf("rule-action", required(rule, "rule-action"), Set.of("include", "exclude", "explicit"));
    String schema = required(locator, "schema-name");
    String table = required(locator, "table-name");
    var selection = new Selection(action, pattern(schema), pattern(table), rule.path("load-order").asInt(0));
    if (!action.equals("explicit")) {
      patterns.add(selection);
    } else if (schema.contains("%") || table.contains("%")) {
      throw Requests.invalid("An explicit rule names exactly one table, without wildcards: " + rule);
    } else {
      explicit.put(new TableName(schema, table), selection);
    }
  }

  private void addTransformation(JsonNode rule, JsonNode locator) throws AwsError {
    Requests.onlyMembers(locator, "object-locator", Set.of("schema-name", "table-name", "column-name"));
    String action = required(rule, "rule-action");
    String target = required(rule, "rule-target");
    if (!action.equals("remove-column") || !target.equals("column")) {
      throw Requests.invalid("Transformation " + action + " of a " + target + " is not supported.");
    }
    String schema = required(locator, "schema-name");
    String table = required(locator, "table-name");
    String column = required(locator, "column-name");
    if ((schema + table + column).contains("%")) {
      removalPatterns.add(new Removal(pattern(schema), pattern(table), pattern(column)));
    } else {
      removedColumns.computeIfAbsent(new TableName(schema, table), name -> new HashSet<>()).add(column);
    }
  }

  boolean captures(TableName name) {
    boolean included = explicit.containsKey(name)
        || patterns.stream().anyMatch(rule -> rule.action().equals("include") && rule.matches(name));
    return included && patterns.stream().noneMatch(rule -> rule.action().equals("exclude") && rule.matches(name));
  }

  boolean removes(TableName name, String column) {
    return removedColumns.getOrDefault(name, Set.of()).contains(column)
        || removalPatterns.stream().anyMatch(rule -> rule.schema().matcher(name.schema()).matches()
            && rule.table().matcher(name.table()).matches() && rule.column().matcher(column).matches());
  }

  /** Tables with the higher number load first; the default is 0. */
  int loadOrder(TableName name) {
    Selection own = explicit.get(name);
    if (own != null) {
      return own.loadOrder();
    }
    return patterns.stream().filter(rule -> rule.action().equals("include") && rule.matches(name))
        .mapToInt(Selection::loadOrder).max().orElse(0);
  }

  /** The tables that are named individually; a table that does not exist is shown as such. */
  Set<TableName> named() {
    return explicit.keySet().stream().filter(this::captures).collect(Collectors.toUnmodifiableSet());
  }

  private static Pattern pattern(String wildcard) {
    // backslash-E ends a quotation: quoting the whole name and interrupting the quotation at each % keeps every other character literal
    return Pattern.compile(Pattern.quote(wildcard).replace("%", "\\E.*\\Q"), Pattern.DOTALL);
  }

  private static String required(JsonNode node, String member) throws AwsError {
    JsonNode value = node.path(member);
    if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
      throw Requests.invalid("A table mapping rule lacks " + member + ".");
    }
    return value.asText();
  }
}

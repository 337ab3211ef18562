package dev.tideway.dms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The TableMappings document of one task. It has one selection rule for each table, and never a pattern that could match an unplanned table. It has a
 * remove-column rule for each generated column, because the target computes that column itself.
 *
 * <p>Source: AWS DMS user guide, "Selection rules and actions", "Wildcards in table mapping", "Transformation rules and actions".
 */
final class TableMappings {
  private static final Pattern WILDCARD = Pattern.compile("[%_\\[]");

  private final List<Table> tables;
  private final ArrayNode rules = Json.mapper().createArrayNode();

  private TableMappings(List<Table> tables) {
    this.tables = tables;
  }

  /** The document for these tables. */
  static ObjectNode of(List<Table> tables) {
    TableMappings mappings = new TableMappings(tables);
    tables.forEach(mappings::select);
    for (Table table : tables) {
      table.columns().stream().filter(Column::generated).forEach(column -> mappings.remove(table, column));
    }
    ObjectNode document = Json.object();
    document.set("rules", mappings.rules);
    return document;
  }

  private void select(Table table) {
    String schema = table.id().schema();
    String name = table.id().table();
    // "explicit" takes names literally but allows no percent sign; such a name needs the pattern form with each wildcard in brackets
    boolean percent = schema.contains("%") || name.contains("%");
    ObjectNode rule = rule("selection", percent ? "include" : "explicit");
    locate(rule, percent ? literal(schema) : schema, percent ? literal(name) : name);
    rule.putArray("filters");
  }

  private void remove(Table table, Column column) {
    ObjectNode rule = rule("transformation", "remove-column");
    rule.put("rule-target", "column");
    // locators of transformations are always patterns: an underscore is put in brackets only if it would match another
    // column that must stay, which keeps the document readable and small
    boolean escape = catchesAnother(table, column);
    locate(rule, name(table.id().schema(), escape), name(table.id().table(), escape))
        .put("column-name", name(column.name(), escape));
  }

  private boolean catchesAnother(Table own, Column generated) {
    Pattern schema = pattern(own.id().schema());
    Pattern table = pattern(own.id().table());
    Pattern column = pattern(generated.name());
    return tables.stream()
        .filter(t -> schema.matcher(t.id().schema()).matches() && table.matcher(t.id().table()).matches())
        .flatMap(t -> t.columns().stream())
        .anyMatch(c -> !c.generated() && column.matcher(c.name()).matches());
  }

  private static String name(String name, boolean escape) {
    return escape || name.contains("%") || name.contains("[") ? literal(name) : name;
  }

  /** The name with each DMS wildcard in brackets, so that DMS takes the wildcard literally. */
  static String literal(String name) {
    return WILDCARD.matcher(name).replaceAll("[$0]");
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(Pattern.quote(name).replace("_", "\\E.\\Q").replace("%", "\\E.*\\Q"), Pattern.DOTALL);
  }

  private ObjectNode rule(String type, String action) {
    String number = Integer.toString(rules.size() + 1);
    return rules.addObject().put("rule-type", type).put("rule-id", number).put("rule-name", number).put("rule-action", action);
  }

  private static ObjectNode locate(ObjectNode rule, String schema, String table) {
    return rule.putObject("object-locator").put("schema-name", schema).put("table-name", table);
  }
}

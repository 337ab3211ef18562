package dev.tideway.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.jdbc.Sql;
import dev.tideway.json.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a constant JSON document with the functions that TiDB allows in a DEFAULT. */
final class JsonLiteral {
  private JsonLiteral() {}

  /** The expression, or empty if the text is not a JSON object or array. */
  static Optional<String> expression(String text) {
    try {
      JsonNode node = Json.read(text, JsonNode.class);
      return node.isContainerNode() ? Optional.of(sql(node)) : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static String sql(JsonNode node) {
    List<String> parts = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                parts.add(Sql.quoted(field.getKey()));
                parts.add(sql(field.getValue()));
              });
      return "json_object(" + String.join(", ", parts) + ")";
    }
    if (node.isArray()) {
      node.forEach(value -> parts.add(sql(value)));
      return "json_array(" + String.join(", ", parts) + ")";
    }
    return node.isTextual() ? Sql.quoted(node.textValue()) : node.toString();
  }
}

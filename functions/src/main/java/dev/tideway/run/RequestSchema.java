package dev.tideway.run;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The published JSON Schema of a request, docs/request.schema.json: the only place where a member's type, limits and default stand. The build copies the file into the jar. It is
 * read when the first request is validated.
 */
final class RequestSchema {
  private static final int LONGEST_NUMBER = 100;
  private static final JsonNode DOCUMENT = document();
  private static final Schema VALIDATOR = validator(DOCUMENT);

  private RequestSchema() {}

  /** Every place where the request breaks the schema. Numbers that are too long are reported alone: the validator writes numbers out in full, and 1e999999999 would fill the memory. */
  static List<Finding> mistakes(JsonNode request) {
    List<Finding> tooLong = new ArrayList<>();
    findLongNumbers(request, JsonPointer.empty(), tooLong);
    return tooLong.isEmpty() ? new SchemaFindings(DOCUMENT).of(VALIDATOR.validate(request)) : tooLong;
  }

  /** A copy of the request in which members that are left out have their defaults. */
  static JsonNode filled(JsonNode request) {
    JsonNode filled = request.deepCopy();
    fill(filled, DOCUMENT);
    return filled;
  }

  /** The schema itself. */
  static JsonNode document() {
    try (InputStream file = RequestSchema.class.getResourceAsStream("request.schema.json")) {
      return Json.read(file, JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The members of a part of the schema and of what it refers to. Its own members come first. */
  static JsonNode resolved(JsonNode document, JsonNode part) {
    if (!part.has("$ref")) {
      return part;
    }
    ObjectNode whole = part.deepCopy();
    resolved(document, document.at(part.get("$ref").textValue().substring(1))).properties().forEach(member -> whole.putIfAbsent(member.getKey(), member.getValue()));
    return whole;
  }

  private static void findLongNumbers(JsonNode value, JsonPointer pointer, List<Finding> tooLong) {
    if (value.isBigDecimal() && Math.abs(value.decimalValue().scale()) > LONGEST_NUMBER) {
      tooLong.add(
          Finding.blocker(FindingCode.OUT_OF_RANGE, pointer.toString(), SchemaFindings.shown(value), "a number of at most " + LONGEST_NUMBER + " digits", "write a shorter number"));
    }
    value.properties().forEach(member -> findLongNumbers(member.getValue(), pointer.appendProperty(member.getKey()), tooLong));
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      findLongNumbers(value.get(i), pointer.appendIndex(i), tooLong);
    }
  }

  private static void fill(JsonNode value, JsonNode part) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : resolved(DOCUMENT, part).path("properties").properties()) {
        JsonNode described = resolved(DOCUMENT, member.getValue());
        if (!object.has(member.getKey()) && described.has("default")) {
          object.set(member.getKey(), described.get("default").deepCopy());
        }
        fill(object.path(member.getKey()), described);
      }
    }
  }

  /** Checks values by a schema with Tideway's annotations. */
  static Schema validator(JsonNode schema) {
    Dialect standard = Dialects.getDraft202012();
    Dialect dialect = Dialect.builder(standard.getId(), standard).keywords(SchemaFindings.ANNOTATIONS.stream().map(NonValidationKeyword::new).toList()).build();
    SchemaRegistryConfig formatsToo = SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
    return SchemaRegistry.withDialect(dialect, registry -> registry.schemaRegistryConfig(formatsToo)).getSchema(schema);
  }
}

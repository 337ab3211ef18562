package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the validator reports, as findings: one text for each keyword of JSON Schema. The words about a member are the schema's own. {@code title} is what is needed,
 * {@code examples} and {@code default} are what to write, and Tideway's annotations are {@code x-finding} (the code if the value is not allowed), {@code x-fix} (how to
 * correct the value) and {@code x-confidential} (the value is never shown).
 */
final class SchemaFindings {
  /** Tideway's annotations, which decide nothing. */
  static final Set<String> ANNOTATIONS = Set.of("x-finding", "x-fix", "x-confidential");

  private static final int LONGEST_SHOWN = 60;

  private final JsonNode schema;

  SchemaFindings(JsonNode schema) {
    this.schema = schema;
  }

  /** One finding for each error. A value of the wrong type is reported only as such. */
  List<Finding> of(List<Error> errors) {
    Set<String> mistyped = errors.stream().filter(e -> e.getKeyword().equals("type")).map(e -> e.getInstanceLocation().toString()).collect(Collectors.toSet());
    return errors.stream()
        .filter(e -> e.getKeyword().equals("type") || !mistyped.contains(e.getInstanceLocation().toString()))
        .flatMap(this::findings)
        .distinct()
        .toList();
  }

  private Stream<Finding> findings(Error error) {
    String pointer = error.getInstanceLocation().toString();
    String place = error.getSchemaLocation().getFragment().toString();
    JsonNode part = RequestSchema.resolved(schema, schema.at(place.substring(0, place.lastIndexOf('/'))));
    String found = part.path("x-confidential").asBoolean() ? kind(error.getInstanceNode()) : shown(error.getInstanceNode());
    return switch (error.getKeyword()) {
      case "type" -> Stream.of(finding(FindingCode.WRONG_TYPE, pointer, found, needed(part), writing(part, error.getInstanceNode())));
      case "required" -> {
        JsonNode member = RequestSchema.resolved(schema, part.at("/properties/" + error.getProperty()));
        yield Stream.of(
            finding(
                FindingCode.MEMBER_MISSING, at(error), "nothing", member.path("title").asText(), "add \"" + error.getProperty() + "\": " + member.at("/examples/0")));
      }
      case "additionalProperties" ->
          Stream.of(finding(FindingCode.MEMBER_UNKNOWN, at(error), "an unknown member", "one of " + members(part), "remove it, or correct its spelling"));
      case "propertyNames" -> {
        JsonNode names = part.get("propertyNames");
        yield Stream.of(finding(FindingCode.OUT_OF_RANGE, at(error), "the key " + error.getProperty(), names.path("title").asText(), fix(names)));
      }
      case "enum" -> Stream.of(finding(code(part), pointer, found, either(texts(part.get("enum"))), fix(part) + usual(part)));
      case "minimum", "maximum" ->
          Stream.of(finding(code(part), pointer, found, part.get("minimum") + " to " + part.get("maximum"), "choose a number in that range" + usual(part)));
      case "uniqueItems" -> repeated(error.getInstanceNode()).map(i -> finding(code(part), pointer + "/" + i, shown(error.getInstanceNode().get(i)) + " a second time", part.path("title").asText(), fix(part)));
      case "pattern", "format", "maxLength", "minItems" -> Stream.of(finding(code(part), pointer, found, part.path("title").asText(), fix(part)));
      default -> throw new IllegalStateException("no text for the keyword " + error.getKeyword() + " of the request's schema");
    };
  }

  private static Finding finding(FindingCode code, String pointer, String found, String needed, String fix) {
    return Finding.blocker(code, pointer.isEmpty() ? "/" : pointer, found, needed, fix);
  }

  /** The pointer of the member that an error about an object names. */
  private static String at(Error error) {
    return error.getInstanceLocation().append(error.getProperty()).toString();
  }

  private static FindingCode code(JsonNode part) {
    return FindingCode.of(part.path("x-finding").asText()).orElse(FindingCode.OUT_OF_RANGE);
  }

  private static String fix(JsonNode part) {
    if (part.has("x-fix")) {
      return part.get("x-fix").textValue();
    }
    return part.has("enum") ? "choose one" : "write for example " + part.at("/examples/0");
  }

  private static String usual(JsonNode part) {
    return part.has("default") ? "; " + part.get("default").asText() + " is the default" : "";
  }

  private static List<String> types(JsonNode part) {
    return part.get("type").isArray() ? texts(part.get("type")) : List.of(part.get("type").textValue());
  }

  private static String needed(JsonNode part) {
    return either(
        types(part).stream()
            .map(
                type ->
                    switch (type) {
                      case "string" -> "a text";
                      case "integer" -> "a whole number";
                      case "boolean" -> "true or false";
                      case "array" -> "a list";
                      case "object" -> "an object";
                      default -> throw new IllegalStateException("no text for the type " + type + " of the request's schema");
                    })
            .toList());
  }

  private static String writing(JsonNode part, JsonNode found) {
    String forms =
        types(part).stream()
            .map(
                type ->
                    switch (type) {
                      case "string" -> "write it in quotes";
                      case "integer" -> "write a number without quotes";
                      case "boolean" -> "write true or false without quotes";
                      case "array" -> "write […]";
                      default -> part.has("properties") ? "write {…} with the members " + members(part) : "write for example " + part.at("/examples/0");
                    })
            .collect(Collectors.joining(", or "));
    return found.isNull() ? forms + ", or leave it out" : forms;
  }

  private static String members(JsonNode part) {
    return part.get("properties").propertyStream().map(Map.Entry::getKey).filter(name -> !name.startsWith("$")).collect(Collectors.joining(", "));
  }

  private static Stream<Integer> repeated(JsonNode list) {
    Set<JsonNode> seen = new HashSet<>();
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (!seen.add(list.get(i))) {
        repeated.add(i);
      }
    }
    return repeated.stream();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String either(List<String> words) {
    int last = words.size() - 1;
    return last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " or " + words.getLast();
  }

  /** The value for a message. A long one is cut. Objects and lists are not printed: what somebody has written in the wrong place may be a password. */
  static String shown(JsonNode value) {
    if (value.isContainerNode()) {
      return kind(value);
    }
    String text = value.toString();
    return text.length() <= LONGEST_SHOWN ? text : String.format(Locale.ROOT, "%s… (%d characters)", text.substring(0, LONGEST_SHOWN), text.length());
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list of " + value.size();
      case STRING -> "a text of " + value.textValue().length() + " characters";
      case NUMBER -> "a number";
      default -> value.toString();
    };
  }
}

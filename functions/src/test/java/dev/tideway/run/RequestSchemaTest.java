package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.json.Json;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The document that people read, the validator and the records of a request are one thing. */
final class RequestSchemaTest {
  private static final JsonNode SCHEMA = RequestSchema.document();
  private static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tideway/a-AbCdEf";
  private static final String SMALLEST = "{\"name\": \"a\", \"source\": {\"secret\": \"" + SECRET + "\"}, \"target\": {\"secret\": \"" + SECRET + "\"}, \"schemas\": [\"shop\"]}";

  /** Keywords that allow or forbid values: each needs words. */
  private static final Set<String> RULES = Set.of("pattern", "format", "maxLength", "minItems", "uniqueItems");
  private static final Set<String> OTHERS =
      Set.of(
          "$schema", "$ref", "$defs", "title", "description", "default", "examples", "type", "enum", "required", "properties", "additionalProperties", "propertyNames", "items", "minimum",
          "maximum");

  @Test
  void validatesByThePublishedDocument() throws IOException {
    assertThat(SCHEMA).isEqualTo(Json.read(Files.readString(Path.of("../docs/request.schema.json")), JsonNode.class));
  }

  @Test
  void namesTheMembersOfTheRecords() {
    assertSame("", SCHEMA, MigrationRequest.class);
  }

  @Test
  void hasTheDefaultsOfTheCode() {
    Migration migration = RequestParser.read(Json.read(SMALLEST, JsonNode.class)).migration().orElseThrow();
    Migration older =
        new Migration(
            migration.name(), migration.mode(), migration.source(), migration.target(), migration.schemas(), migration.replication(), migration.verification(), migration.cutover(),
            migration.finish(), migration.notBefore(), null, null, null, null, null);
    assertThat(migration).isEqualTo(older);
    assertThat(migration.verification().compare()).contains(Migration.Compare.full);
    assertThat(migration.verification().samplePercent()).contains(Migration.Verification.SAMPLE_PERCENT);
    assertThat(migration.verification().sourceLimits()).contains(Migration.SourceLimits.DEFAULT);
    assertThat(migration.verification().repair()).contains(Migration.Repair.none);
  }

  @Test
  void hasWordsForEveryRule() {
    everyPart((place, part) -> {
      assertThat(SchemaFindings.ANNOTATIONS.stream().filter(part::has)).as(place).allMatch(a -> RULES.stream().anyMatch(part::has) || part.has("enum"));
      assertThat(part.propertyStream().map(Map.Entry::getKey)).as(place).allMatch(keyword -> RULES.contains(keyword) || OTHERS.contains(keyword) || SchemaFindings.ANNOTATIONS.contains(keyword));
      if (RULES.stream().anyMatch(part::has)) {
        assertThat(part.path("title").asText()).as(place + " has a title: what is needed").isNotBlank();
        assertThat(part.has("x-fix") || !part.at("/examples/0").isMissingNode()).as(place + " has x-fix or an example").isTrue();
      }
      if (part.has("x-finding")) {
        assertThat(FindingCode.of(part.get("x-finding").textValue())).as(place).isPresent();
      }
      if (part.path("type").asText().equals("integer")) {
        assertThat(part.path("minimum").isInt() && part.path("maximum").isInt()).as(place + " has both limits").isTrue();
      }
      if (part.path("type").asText().equals("object")) {
        assertThat(part.has("additionalProperties")).as(place + " says what else it may have").isTrue();
        assertThat(part.has("properties") || part.at("/examples/0").isObject()).as(place + " has members or an example").isTrue();
      }
      for (JsonNode required : part.path("required")) {
        JsonNode member = RequestSchema.resolved(SCHEMA, part.at("/properties/" + required.textValue()));
        assertThat(member.path("title").asText()).as(place + "/" + required).isNotBlank();
        assertThat(member.at("/examples/0").isMissingNode()).as(place + "/" + required).isFalse();
      }
    });
  }

  @Test
  void showsOnlyWhatItAllows() {
    everyPart((place, part) -> {
      ObjectNode alone = Json.object().put("$schema", SCHEMA.get("$schema").textValue());
      alone.set("$defs", SCHEMA.get("$defs"));
      alone.setAll((ObjectNode) part);
      Stream<JsonNode> shown = Stream.concat(StreamSupport.stream(part.path("examples").spliterator(), false), Optional.ofNullable(part.get("default")).stream());
      assertThat(shown).as(place).allSatisfy(value -> assertThat(RequestSchema.validator(alone).validate(value)).isEmpty());
    });
  }

  @Test
  void findsAMistakeOrReadsWhateverStandsAnywhere() {
    List<String> values =
        List.of(
            "null", "true", "-1", "0", "1", "1.0", "1.5", "1e2", "99999999999999999999", "1e999999999", "1e-999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"%\"",
            "\"" + "-a".repeat(50_000) + "\"", "[]", "[null]", "[[]]", "[{}]", "[\"a\", \"a\"]", "{}", "{\"\": null}", "{\"a/b~\": 1}", "{\"schema\": 1, \"tables\": {}}", "[{\"schema\": \"a\"}, \"a\"]");
    everyMember(SCHEMA, "", pointer -> {
      for (String value : values) {
        JsonNode request = with(pointer, Json.read(value, JsonNode.class));
        RequestParser.Reading reading = RequestParser.read(request);
        assertThat(reading.migration().isPresent()).as(pointer + " " + value).isEqualTo(reading.mistakes().isEmpty());
        assertThat(reading.mistakes()).allSatisfy(mistake -> {
          assertThat(mistake.object()).startsWith("/");
          assertThat(List.of(mistake.found(), mistake.needed(), mistake.fix())).as(mistake.line()).noneMatch(String::isBlank);
          assertThat(mistake.line()).hasSizeLessThan(600);
        });
      }
      assertThat(RequestParser.read(with(pointer, Json.mapper().nullNode())).mistakes()).extracting(Finding::object).contains(pointer);
    });
  }

  @Test
  void readsEveryTimeThatItAllows() {
    for (String time : List.of("2026-12-06T03:00:00+01:00", "2026-12-06T02:00:00Z", "2026-12-06T02:00Z", "2026-12-06T02:00:00.123456789Z")) {
      assertThat(RequestParser.read(with("/notBefore", Json.tree(time))).migration().orElseThrow().notBefore()).as(time).contains(OffsetDateTime.parse(time).toInstant());
    }
    for (String time : List.of("2026-02-30T02:00:00Z", "2026-12-06T02:00:00", "2026-12-06", "2026-12-06T25:00:00Z", "")) {
      assertThat(RequestParser.read(with("/notBefore", Json.tree(time))).mistakes()).as(time).singleElement().returns("TW-P003", Finding::code).returns("/notBefore", Finding::object);
    }
  }

  @Test
  void readsTheSameRequestTwice() {
    JsonNode request = Json.read(SMALLEST, JsonNode.class);
    JsonNode copy = request.deepCopy();
    Migration first = RequestParser.read(request).migration().orElseThrow();
    ((ArrayNode) copy.get("schemas")).removeAll().add("crm");
    assertThat(RequestParser.read(copy).migration()).isNotEqualTo(Optional.of(first));
    assertThat(RequestParser.read(request).migration()).contains(first);
    assertThat(request).as("is left as it was").isEqualTo(Json.read(SMALLEST, JsonNode.class));
  }

  private static void assertSame(String place, JsonNode part, Type type) {
    JsonNode described = RequestSchema.resolved(SCHEMA, part);
    Class<?> kind = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    if (kind.isRecord()) {
      Set<String> members = Set.copyOf(described.path("properties").propertyStream().map(Map.Entry::getKey).filter(name -> !name.equals("$schema")).toList());
      assertThat(members).as(place).isEqualTo(Set.copyOf(Arrays.stream(kind.getRecordComponents()).map(RecordComponent::getName).toList()));
      for (RecordComponent component : kind.getRecordComponents()) {
        assertMember(place + "/" + component.getName(), described, component);
      }
    } else if (kind.isEnum()) {
      Set<String> words = Set.copyOf(Arrays.stream(kind.getEnumConstants()).filter(word -> word != Migration.Tls.require).map(Object::toString).toList());
      assertThat(StreamSupport.stream(described.path("enum").spliterator(), false).map(JsonNode::textValue)).as(place).containsExactlyInAnyOrderElementsOf(words);
    } else if (kind == List.class) {
      assertThat(described.path("type").asText()).as(place).isEqualTo("array");
      assertSame(place + "/0", described.path("items"), argument(type, 0));
    } else if (kind == Map.class) {
      assertThat(described.path("type").asText()).as(place).isEqualTo("object");
      assertThat(described.has("properties")).as(place).isFalse();
      assertSame(place + "/*", described.path("additionalProperties"), argument(type, 1));
    } else {
      Map<Class<?>, String> types = Map.of(String.class, "string", OffsetDateTime.class, "string", int.class, "integer", boolean.class, "boolean");
      assertThat(described.path("type").asText()).as(place).isEqualTo(types.get(kind));
      assertThat(kind == OffsetDateTime.class).as(place).isEqualTo(described.path("format").asText().equals("date-time"));
    }
  }

  private static void assertMember(String place, JsonNode owner, RecordComponent component) {
    JsonNode member = owner.path("properties").path(component.getName());
    boolean required = StreamSupport.stream(owner.path("required").spliterator(), false).anyMatch(name -> name.textValue().equals(component.getName()));
    boolean otherwise = RequestSchema.resolved(SCHEMA, member).has("default");
    boolean optional = component.getType() == Optional.class;
    assertThat(Stream.of(required, otherwise, optional).filter(yes -> yes)).as(place + " is required, has a default or is Optional").hasSize(1);
    assertSame(place, member, optional ? argument(component.getGenericType(), 0) : component.getGenericType());
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  /** Every schema within the schema. */
  private static void everyPart(BiConsumer<String, JsonNode> check) {
    everyPart("#", SCHEMA, check);
  }

  private static void everyPart(String place, JsonNode part, BiConsumer<String, JsonNode> check) {
    check.accept(place, part);
    for (String keyword : List.of("properties", "$defs")) {
      part.path(keyword).properties().forEach(member -> everyPart(place + "/" + keyword + "/" + member.getKey(), member.getValue(), check));
    }
    Stream.of("items", "additionalProperties", "propertyNames").filter(keyword -> part.path(keyword).isObject()).forEach(keyword -> everyPart(place + "/" + keyword, part.get(keyword), check));
  }

  /** The pointer of every member that a request may have, without those in lists. */
  private static void everyMember(JsonNode part, String pointer, Consumer<String> check) {
    for (Map.Entry<String, JsonNode> member : RequestSchema.resolved(SCHEMA, part).path("properties").properties()) {
      check.accept(pointer + "/" + member.getKey());
      everyMember(member.getValue(), pointer + "/" + member.getKey(), check);
    }
  }

  private static JsonNode with(String pointer, JsonNode value) {
    ObjectNode request = (ObjectNode) Json.read(SMALLEST, JsonNode.class);
    String[] names = pointer.substring(1).split("/");
    ObjectNode owner = request;
    for (int i = 0; i < names.length - 1; i++) {
      owner = owner.get(names[i]) instanceof ObjectNode there ? there : owner.putObject(names[i]);
    }
    owner.set(names[names.length - 1], value);
    return request;
  }
}

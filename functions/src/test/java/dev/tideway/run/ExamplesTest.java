package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The example requests that people copy, and the schema that their editors use. */
final class ExamplesTest {
  private static final Path EVENTS = Path.of("../events/requests");

  @Test
  void acceptsEveryExample() throws IOException {
    assertThat(examples()).isNotEmpty().allSatisfy(e -> assertThat(RequestParser.read(e).mistakes()).isEmpty());
  }

  @Test
  void describesEveryMemberOfTheExamplesInTheSchema() throws IOException {
    JsonNode schema = Json.read(Files.readString(Path.of("../docs/request.schema.json")), JsonNode.class);
    for (JsonNode example : examples()) {
      assertDescribed(example, schema, schema, "");
    }
  }

  @Test
  void refusesInTheCodeWhateverTheSchemaDoesNotName() throws IOException {
    JsonNode schema = Json.read(Files.readString(Path.of("../docs/request.schema.json")), JsonNode.class);
    assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      List<Finding> mistakes = RequestParser.read(Json.object().put(property.getKey(), "x")).mistakes();
      assertThat(mistakes).as(property.getKey()).noneMatch(m -> m.code().equals(FindingCode.MEMBER_UNKNOWN.code()));
    }
  }

  private static void assertDescribed(JsonNode value, JsonNode described, JsonNode schema, String pointer) {
    JsonNode at = described.has("$ref") ? schema.at(described.get("$ref").asText().substring(1)) : described;
    if (value.isObject() && at.has("properties")) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        assertThat(at.get("properties").has(member.getKey())).as(pointer + "/" + member.getKey()).isTrue();
        assertDescribed(member.getValue(), at.get("properties").get(member.getKey()), schema, pointer + "/" + member.getKey());
      }
    }
  }

  private static List<JsonNode> examples() throws IOException {
    try (Stream<Path> files = Files.list(EVENTS)) {
      return files.sorted().map(ExamplesTest::json).toList();
    }
  }

  private static JsonNode json(Path file) {
    try {
      return Json.read(Files.readString(file), JsonNode.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

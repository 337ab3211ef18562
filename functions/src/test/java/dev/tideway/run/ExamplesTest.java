package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The example requests that people copy. */
final class ExamplesTest {
  private static final Path EVENTS = Path.of("../events/requests");

  @Test
  void acceptsEveryExample() throws IOException {
    assertThat(examples()).isNotEmpty().allSatisfy(e -> assertThat(RequestParser.read(e).mistakes()).isEmpty());
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

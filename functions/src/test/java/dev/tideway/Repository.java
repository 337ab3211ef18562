package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Files of the repository, for tests that hold them against each other. */
final class Repository {
  private static final Path ROOT = root();

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode stateMachine() {
    return Json.read(text("statemachine/migration.asl.json"), JsonNode.class);
  }

  /** template.yaml as a tree; {@code !Ref x} becomes {@code {"!Ref": "x"}}. */
  static JsonNode template() {
    return tree(new Yaml(new SafeConstructor(new LoaderOptions())).compose(new java.io.StringReader(text("template.yaml"))));
  }

  private static JsonNode tree(Node node) {
    String tag = node.getTag().getValue();
    JsonNode value =
        switch (node) {
          case MappingNode mapping -> {
            ObjectNode object = Json.object();
            for (NodeTuple tuple : mapping.getValue()) {
              object.set(((ScalarNode) tuple.getKeyNode()).getValue(), tree(tuple.getValueNode()));
            }
            yield object;
          }
          case SequenceNode sequence -> {
            ArrayNode array = Json.mapper().createArrayNode();
            sequence.getValue().forEach(item -> array.add(tree(item)));
            yield array;
          }
          case ScalarNode scalar -> Json.mapper().getNodeFactory().textNode(scalar.getValue());
          default -> throw new IllegalStateException("an anchor in template.yaml");
        };
    if (tag.startsWith("!")) {
      ObjectNode tagged = Json.object();
      tagged.set(tag, value);
      return tagged;
    }
    return value;
  }

  /** Whether the repository has that file. */
  static boolean exists(String path) {
    return Files.exists(root().resolve(path));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.exists(here.resolve("template.yaml"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new IllegalStateException("no template.yaml above the working directory");
    }
    return here;
  }
}

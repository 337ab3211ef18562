package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.lambda.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Files of the repository, for tests that compare them. */
public final class Repository {
  private static final Pattern ACTION = Pattern.compile("'action': '(\\w+)'");

  private static final Path ROOT = root();

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(String path, String text) {
    try {
      Files.writeString(ROOT.resolve(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode stateMachine(String name) {
    return Json.read(text("statemachine/" + name + ".asl.json"), JsonNode.class);
  }

  /** template.yaml as a tree; {@code !Ref x} becomes {@code {"!Ref": "x"}}. */
  static JsonNode template() {
    return tree(new Yaml(new SafeConstructor(new LoaderOptions())).compose(new java.io.StringReader(text("template.yaml"))));
  }

  /** The statements of a role, of a resource that has one, or of a policy for roles; resource policies are left out. */
  static List<JsonNode> statements(JsonNode template, JsonNode resource) {
    List<JsonNode> statements = new ArrayList<>();
    resource.at("/Properties/Policies").forEach(p -> template.path("Resources").path(p.path("!Ref").asText()).at("/Properties/PolicyDocument/Statement").forEach(statements::add));
    resource.at("/Properties/Policies").forEach(p -> p.path("PolicyDocument").path("Statement").forEach(statements::add));
    resource.at("/Properties/Policies").forEach(p -> p.path("Statement").forEach(statements::add));
    if (resource.path("Type").asText().matches("AWS::IAM::(Managed)?Policy")) {
      resource.at("/Properties/PolicyDocument/Statement").forEach(statements::add);
    }
    return statements;
  }

  /** Texts of a list, or of an expression that evaluates to a list of one. */
  static Stream<String> texts(JsonNode oneOrMany) {
    return oneOrMany.isArray() ? oneOrMany.valueStream().map(JsonNode::asText) : Stream.of(oneOrMany.asText());
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

  /** The action that a state calls: the function's only one, or the one that the payload names, also in an expression. */
  public static Action action(String function, JsonNode payload) {
    List<Action> actions = Arrays.stream(Action.values()).filter(a -> a.function().getSimpleName().equals(function)).toList();
    if (actions.size() == 1) {
      return actions.getFirst();
    }
    Matcher named = ACTION.matcher(payload.isTextual() ? payload.asText() : "'action': '" + payload.path("action").asText() + "'");
    return actions.stream()
        .filter(a -> named.find(0) && a.name().equals(named.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(function + " has " + actions + ", asked is " + payload));
  }

  /** The class that runs an action. */
  public static Class<?> handler(Action action) {
    String name = action.name().substring(0, 1).toUpperCase(Locale.ROOT) + action.name().substring(1);
    try {
      return Class.forName("dev.tideway.lambda." + name + "Handler");
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no handler of " + action, e);
    }
  }

  /** Whether the repository has that file. */
  public static boolean exists(String path) {
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

package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployed stack.
 *
 * @param resources every resource by logical id
 * @param outputs the outputs by key
 */
public record Stack(Map<String, Resource> resources, Map<String, String> outputs) {
  /** Copies the maps. */
  public Stack {
    resources = Map.copyOf(resources);
    outputs = Map.copyOf(outputs);
  }

  /**
   * One resource.
   *
   * @param logicalId its name in the template
   * @param type for example {@code AWS::Lambda::Function}
   * @param physicalId the value of {@code Ref}
   * @param properties its properties, with resolved references
   */
  public record Resource(String logicalId, String type, String physicalId, JsonNode properties) {}

  static Stack parse(JsonNode document) {
    Map<String, Resource> resources = new LinkedHashMap<>();
    document.get("resources").properties().forEach(entry -> resources.put(entry.getKey(), new Resource(
        entry.getKey(),
        entry.getValue().get("type").asText(),
        entry.getValue().get("physicalId").asText(),
        entry.getValue().get("properties"))));
    Map<String, String> outputs = new LinkedHashMap<>();
    document.get("outputs").properties().forEach(entry -> outputs.put(entry.getKey(), entry.getValue().asText()));
    return new Stack(resources, outputs);
  }

  static Stack empty() {
    return new Stack(Map.of(), Map.of());
  }

  /** The resources of a type, in no particular order. */
  public List<Resource> ofType(String type) {
    return resources.values().stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** The value of {@code Ref} for a resource, for example a bucket's name or a state machine's ARN. */
  public Optional<String> ref(String logicalId) {
    return Optional.ofNullable(resources.get(logicalId)).map(Resource::physicalId);
  }
}

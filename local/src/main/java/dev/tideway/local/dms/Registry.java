package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The resources of one kind, by key (usually the ARN), with Describe's filters and paging. Guarded by the service's lock.
 *
 * @param <T> the resource
 */
final class Registry<T> {
  private static final int PAGE = 100;
  private final String what;
  private final String member;
  private final Map<String, Function<ObjectNode, String>> filters;
  private final Function<T, ObjectNode> view;
  private final Map<String, T> resources = new LinkedHashMap<>();

  /**
   * A registry.
   *
   * @param what the kind's name in messages
   * @param member the answer's member that holds the list
   * @param filters the member that each filter name checks
   * @param view the resource as Describe returns it
   */
  Registry(String what, String member, Map<String, Function<ObjectNode, String>> filters, Function<T, ObjectNode> view) {
    this.what = what;
    this.member = member;
    this.filters = Map.copyOf(filters);
    this.view = view;
  }

  static Function<ObjectNode, String> member(String name) {
    return node -> node.path(name).asText();
  }

  void put(String key, T resource) {
    resources.put(key, resource);
  }

  void remove(String key) {
    resources.remove(key);
  }

  boolean contains(String key) {
    return resources.containsKey(key);
  }

  Optional<T> find(String key) {
    return Optional.ofNullable(resources.get(key));
  }

  T get(String key) throws AwsError {
    return find(key).orElseThrow(() -> Requests.notFound(what + " not found: " + key));
  }

  Collection<T> all() {
    return List.copyOf(resources.values());
  }

  int size() {
    return resources.size();
  }

  /** Refuses a second resource with the same identifier. */
  void refuseDuplicate(String memberName, String identifier) throws AwsError {
    for (T resource : resources.values()) {
      if (view.apply(resource).path(memberName).asText().equals(identifier)) {
        throw Requests.exists(what + " already exists: " + identifier);
      }
    }
  }

  /** Answers a Describe call; filters without a match are a fault, as in DMS. */
  ObjectNode describe(JsonNode request) throws AwsError {
    Predicate<ObjectNode> wanted = filter(request.path("Filters"));
    var found = new ArrayList<ObjectNode>();
    for (T resource : resources.values()) {
      ObjectNode node = view.apply(resource);
      if (wanted.test(node)) {
        found.add(node);
      }
    }
    if (found.isEmpty() && !request.path("Filters").isEmpty()) {
      throw Requests.notFound("No " + what + "s found matching provided filters");
    }
    ObjectNode answer = Requests.object();
    LocalPage.fill(answer, member, found, request, PAGE);
    return answer;
  }

  private Predicate<ObjectNode> filter(JsonNode asked) throws AwsError {
    Predicate<ObjectNode> wanted = node -> true;
    for (JsonNode filter : asked) {
      String name = Requests.text(filter, "Name");
      Function<ObjectNode, String> value = filters.get(name);
      if (value == null) {
        throw Requests.invalid("Filter " + name + " is not valid. Valid filters are " + filters.keySet().stream().sorted().toList());
      }
      List<String> values = Requests.texts(filter, "Values");
      // DMS stores identifiers in lower case, whatever their case in the request
      boolean anyCase = name.endsWith("-id");
      wanted = wanted.and(node -> values.stream()
          .anyMatch(given -> anyCase ? given.equalsIgnoreCase(value.apply(node)) : given.equals(value.apply(node))));
    }
    return wanted;
  }
}

package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The tags of every resource, by ARN. Guarded by the service's lock. */
final class Tags {
  private static final int MOST = 50;
  private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
  private final Predicate<String> exists;

  Tags(Predicate<String> exists) {
    this.exists = exists;
  }

  /** Checks tags before their resource is created. */
  static void check(JsonNode list) throws AwsError {
    for (JsonNode tag : list) {
      String key = Requests.text(tag, "Key");
      String lower = key.toLowerCase(Locale.ROOT);
      if (lower.startsWith("aws:") || lower.startsWith("dms:") || key.length() > 128 || tag.path("Value").asText("").length() > 256) {
        throw Requests.invalid("The tag key " + key + " or its value is not valid.");
      }
    }
    if (list.size() > MOST) {
      throw Requests.invalid("A resource has at most " + MOST + " tags.");
    }
  }

  void put(String arn, JsonNode list) {
    Map<String, String> own = tags.computeIfAbsent(arn, name -> new LinkedHashMap<>());
    list.forEach(tag -> own.put(tag.path("Key").asText(), tag.path("Value").asText("")));
  }

  void forget(String arn) {
    tags.remove(arn);
  }

  ObjectNode add(JsonNode request) throws AwsError {
    String arn = existing(Requests.text(request, "ResourceArn"));
    check(request.path("Tags"));
    put(arn, request.path("Tags"));
    return Requests.object();
  }

  ObjectNode remove(JsonNode request) throws AwsError {
    String arn = existing(Requests.text(request, "ResourceArn"));
    Requests.texts(request, "TagKeys").forEach(tags.getOrDefault(arn, new LinkedHashMap<>())::remove);
    return Requests.object();
  }

  ObjectNode list(JsonNode request) throws AwsError {
    List<String> arns = new ArrayList<>(Requests.texts(request, "ResourceArnList"));
    boolean several = !arns.isEmpty();
    Requests.optionalText(request, "ResourceArn").ifPresent(arns::add);
    if (arns.isEmpty()) {
      throw Requests.combination("ResourceArn or ResourceArnList is needed.");
    }
    ObjectNode answer = Requests.object();
    var list = answer.putArray("TagList");
    for (String arn : arns) {
      tags.getOrDefault(existing(arn), Map.of()).forEach((key, value) -> {
        ObjectNode tag = list.addObject().put("Key", key).put("Value", value);
        if (several) {
          tag.put("ResourceArn", arn);
        }
      });
    }
    return answer;
  }

  private String existing(String arn) throws AwsError {
    if (!exists.test(arn)) {
      throw Requests.notFound("Resource not found: " + arn);
    }
    return arn;
  }
}

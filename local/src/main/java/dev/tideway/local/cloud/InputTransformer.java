package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an event that a rule's target receives.
 *
 * <p>Source: EventBridge user guide, "Input transformation".
 */
final class InputTransformer {
  private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");

  private InputTransformer() {}

  static String input(JsonNode target, JsonNode event, String ruleName, String ruleArn) {
    if (target.hasNonNull("Input")) {
      return target.get("Input").asText();
    }
    if (target.hasNonNull("InputPath")) {
      return LocalJson.text(at(event, target.get("InputPath").asText()));
    }
    if (target.hasNonNull("InputTransformer")) {
      return transform(target.get("InputTransformer"), event, ruleName, ruleArn);
    }
    return LocalJson.text(event);
  }

  private static String transform(JsonNode transformer, JsonNode event, String ruleName, String ruleArn) {
    Map<String, JsonNode> values = new HashMap<>();
    transformer.path("InputPathsMap").properties()
        .forEach(path -> values.put(path.getKey(), at(event, path.getValue().asText())));
    values.put("aws.events.rule-name", LocalJson.MAPPER.valueToTree(ruleName));
    values.put("aws.events.rule-arn", LocalJson.MAPPER.valueToTree(ruleArn));
    values.put("aws.events.event.json", event);
    String template = transformer.get("InputTemplate").asText();
    Matcher matcher = PLACEHOLDER.matcher(template);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      JsonNode value = values.getOrDefault(matcher.group(1), MissingNode.getInstance());
      boolean quoted = insideString(template, matcher.start());
      String text = value.isMissingNode() ? "" : quoted ? inString(value) : LocalJson.text(value);
      matcher.appendReplacement(result, Matcher.quoteReplacement(text));
    }
    return matcher.appendTail(result).toString();
  }

  private static String inString(JsonNode value) {
    String json = LocalJson.text(LocalJson.MAPPER.valueToTree(value.isTextual() ? value.asText() : LocalJson.text(value)));
    return json.substring(1, json.length() - 1);
  }

  private static boolean insideString(String template, int position) {
    boolean inside = false;
    for (int i = 0; i < position; i++) {
      if (template.charAt(i) == '\\') {
        i++;
      } else if (template.charAt(i) == '"') {
        inside = !inside;
      }
    }
    return inside;
  }

  private static JsonNode at(JsonNode event, String path) {
    String pointer = path.replaceFirst("^\\$", "").replace('.', '/').replaceAll("\\[(\\d+)]", "/$1");
    return event.at(pointer);
  }
}

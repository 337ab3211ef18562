package dev.tideway.plan.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Evaluates whether a policy document allows an action on a resource. Supports Allow and Deny with wildcards, which is what the stack's roles use. */
final class PolicyEvaluation {
  private PolicyEvaluation() {}

  static boolean allow(JsonNode policy, String action, String resource) {
    return matches(policy, "Allow", action, resource) && !matches(policy, "Deny", action, resource);
  }

  private static boolean matches(JsonNode policy, String effect, String action, String resource) {
    return list(policy.path("Statement"))
        .filter(s -> s.path("Effect").asText().equals(effect))
        .anyMatch(
            s -> list(s.path("Action")).anyMatch(a -> glob(a.asText(), action, Pattern.CASE_INSENSITIVE)) && list(s.path("Resource")).anyMatch(r -> glob(r.asText(), resource, 0)));
  }

  private static Stream<JsonNode> list(JsonNode oneOrMany) {
    return oneOrMany.isArray() ? StreamSupport.stream(oneOrMany.spliterator(), false) : Stream.of(oneOrMany);
  }

  private static boolean glob(String pattern, String text, int flags) {
    StringBuilder regex = new StringBuilder();
    pattern.codePoints().forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
    return Pattern.compile(regex.toString(), flags | Pattern.DOTALL).matcher(text).matches();
  }
}

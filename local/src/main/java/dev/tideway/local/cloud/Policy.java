package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * IAM policy documents and their evaluation: an explicit deny takes precedence, then an allow; otherwise the call is denied.
 *
 * <p>Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements". An unknown condition operator is an error, so that
 * no statement is evaluated wrongly without notice.
 */
final class Policy {
  private final List<Statement> statements;

  private Policy(List<Statement> statements) {
    this.statements = statements;
  }

  /** The result of an evaluation. */
  enum Decision {
    ALLOWED("allowed"),
    EXPLICIT_DENY("explicitDeny"),
    IMPLICIT_DENY("implicitDeny");

    private final String inAnswers;

    Decision(String inAnswers) {
      this.inAnswers = inAnswers;
    }

    /** IAM's name of it. */
    String inAnswers() {
      return inAnswers;
    }
  }

  private record Statement(boolean allow, List<String> actions, boolean notActions, List<String> resources, boolean notResources,
      JsonNode conditions, JsonNode principal) {}

  /** The statements of several documents together. */
  static Policy of(List<JsonNode> documents) {
    List<Statement> statements = new ArrayList<>();
    for (JsonNode document : documents) {
      for (JsonNode statement : each(document.path("Statement"))) {
        boolean notActions = statement.has("NotAction");
        boolean notResources = statement.has("NotResource");
        statements.add(new Statement(
            "Allow".equals(statement.path("Effect").asText()),
            texts(statement.path(notActions ? "NotAction" : "Action")),
            notActions,
            texts(statement.path(notResources ? "NotResource" : "Resource")),
            notResources,
            statement.path("Condition"),
            statement.path("Principal")));
      }
    }
    return new Policy(statements);
  }

  /** Whether an identity with these policies may do this. */
  boolean allows(Access access) {
    return decide(access) == Decision.ALLOWED;
  }

  /** What an identity with these policies gets as an answer. */
  Decision decide(Access access) {
    return decide(access, statements);
  }

  /** The keys of all conditions, as the policies write them. */
  List<String> conditionKeys() {
    return statements.stream()
        .flatMap(statement -> statement.conditions().valueStream())
        .flatMap(operator -> operator.propertyStream().map(Map.Entry::getKey))
        .distinct()
        .toList();
  }

  /** Whether this resource policy allows an AWS service principal, for example {@code events.amazonaws.com}, to do this. */
  boolean allowsService(String service, Access access) {
    return decide(access, statements.stream().filter(statement -> principals(statement.principal()).contains(service)).toList()) == Decision.ALLOWED;
  }

  private static Decision decide(Access access, List<Statement> statements) {
    Decision decision = Decision.IMPLICIT_DENY;
    for (Statement statement : statements) {
      if (applies(statement, access)) {
        if (!statement.allow()) {
          return Decision.EXPLICIT_DENY;
        }
        decision = Decision.ALLOWED;
      }
    }
    return decision;
  }

  private static boolean applies(Statement statement, Access access) {
    boolean action = statement.actions().stream().anyMatch(pattern -> like(pattern, access.action(), true));
    // A trust policy and some resource policies name no resource: they apply to the resource that they are attached to.
    boolean resource = statement.resources().isEmpty()
        || statement.resources().stream().anyMatch(pattern -> like(pattern, access.resource(), false)) != statement.notResources();
    return action != statement.notActions() && resource && conditionsHold(statement.conditions(), access.context());
  }

  private static boolean conditionsHold(JsonNode conditions, Map<String, List<String>> context) {
    for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
      for (Map.Entry<String, JsonNode> test : operator.getValue().properties()) {
        List<String> actual = context.getOrDefault(test.getKey().toLowerCase(Locale.ROOT), List.of());
        if (!holds(operator.getKey(), actual, texts(test.getValue()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(String operator, List<String> actual, List<String> expected) {
    if (operator.endsWith("IfExists")) {
      return actual.isEmpty() || holds(operator.substring(0, operator.length() - "IfExists".length()), actual, expected);
    }
    String plain = operator.substring(operator.indexOf(':') + 1);
    return switch (plain) {
      case "StringEquals", "Bool" -> actual.stream().anyMatch(expected::contains);
      case "StringNotEquals" -> actual.stream().noneMatch(expected::contains);
      case "ArnEquals", "ArnLike", "StringLike" -> actual.stream().anyMatch(value -> anyLike(expected, value));
      case "ArnNotEquals", "ArnNotLike", "StringNotLike" -> actual.stream().noneMatch(value -> anyLike(expected, value));
      case "Null" -> expected.contains(String.valueOf(actual.isEmpty()));
      default -> throw new IllegalArgumentException("The local cloud does not know the IAM condition operator " + operator);
    };
  }

  private static boolean anyLike(List<String> patterns, String value) {
    return patterns.stream().anyMatch(pattern -> like(pattern, value, false));
  }

  /** Matches IAM's wildcards: {@code *} for any text, {@code ?} for one character. */
  static boolean like(String pattern, String value, boolean ignoreCase) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.DOTALL : Pattern.DOTALL)
        .matcher(value).matches();
  }

  private static List<String> principals(JsonNode principal) {
    return principal.isTextual() ? List.of(principal.asText()) : texts(principal.path("Service"));
  }

  private static List<JsonNode> each(JsonNode node) {
    List<JsonNode> nodes = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(nodes::add);
    } else if (!node.isMissingNode()) {
      nodes.add(node);
    }
    return nodes;
  }

  private static List<String> texts(JsonNode node) {
    return each(node).stream().map(JsonNode::asText).toList();
  }
}

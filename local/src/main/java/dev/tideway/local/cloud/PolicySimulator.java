package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * IAM's SimulatePrincipalPolicy, which moto does not have, for the policies of roles. A role of the stack has the permissions that the gateway enforces, any other one those that moto knows.
 *
 * <p>Source: IAM API reference, "SimulatePrincipalPolicy", "EvaluationResult" and "ResourceSpecificResult".
 */
final class PolicySimulator {
  private static final Pattern ROLE = Pattern.compile("arn:[^:]+:iam::\\d{12}:role/.+");
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9]+");
  private static final Pattern RESOURCE = Pattern.compile("\\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+");
  private static final Set<String> KEY_TYPES =
      Set.of("string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList", "binary", "binaryList", "date", "dateList");

  private final Moto moto;
  private final Supplier<Roles> roles;

  PolicySimulator(Moto moto, Supplier<Roles> roles) {
    this.moto = moto;
    this.roles = roles;
  }

  /** The answer to a call, as XML. */
  String simulate(Map<String, String> form) throws AwsError {
    Map<String, String> left = new HashMap<>(form);
    left.keySet().removeAll(Set.of("Action", "Version"));
    String source = left.containsKey("PolicySourceArn") ? left.remove("PolicySourceArn") : "";
    List<String> actions = list(left, "ActionNames");
    List<String> resources = list(left, "ResourceArns");
    Map<String, List<String>> context = context(left);
    // an empty list is sent as its name
    List.of("ResourceArns", "ContextEntries").forEach(list -> left.remove(list, ""));
    if (!left.isEmpty()) {
      throw new AwsError("NotImplemented", "The local cloud does not simulate with " + left.keySet(), 501);
    }
    if (source.isEmpty() || actions.isEmpty()) {
      throw new AwsError("ValidationError", "1 validation error detected: PolicySourceArn and ActionNames must not be null");
    }
    check(ACTION, actions, "action");
    check(RESOURCE, resources, "resource");
    Policy policy = policy(source);
    StringBuilder results = new StringBuilder();
    for (String action : actions) {
      for (String resource : resources.isEmpty() ? List.of("*") : resources) {
        results.append(result(policy, new Access(action, resource, context)));
      }
    }
    return "<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>"
        + results + "</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>";
  }

  private static void check(Pattern form, List<String> values, String what) throws AwsError {
    for (String value : values) {
      if (!form.matcher(value).matches()) {
        throw new AwsError("InvalidInput", value + " is not a valid " + what);
      }
    }
  }

  private Policy policy(String arn) throws AwsError {
    if (!ROLE.matcher(arn).matches()) {
      throw new AwsError("NotImplemented", "The local cloud simulates the policies of roles only, and not of " + arn, 501);
    }
    JsonNode documents = moto.read("/tideway/roles").path(arn);
    if (documents.isMissingNode()) {
      throw new AwsError("NoSuchEntity", "The role with ARN " + arn + " cannot be found.", 404);
    }
    return roles.get().permissions(Roles.nameOf(arn)).orElseGet(() -> Policy.of(documents.valueStream().toList()));
  }

  private static String result(Policy policy, Access access) {
    String decision = policy.decide(access).inAnswers();
    String missing = missing(policy, access.context());
    String resource = Answers.escape(access.resource());
    // for a resource, IAM puts what is missing there
    String ofResource =
        "<ResourceSpecificResults><member><EvalResourceName>" + resource + "</EvalResourceName><EvalResourceDecision>" + decision + "</EvalResourceDecision>" + missing
            + "</member></ResourceSpecificResults>";
    return "<member><EvalActionName>" + access.action() + "</EvalActionName><EvalResourceName>" + resource + "</EvalResourceName><EvalDecision>" + decision + "</EvalDecision>"
        + (access.resource().equals("*") ? missing : ofResource) + "</member>";
  }

  /** The keys of all conditions, whether or not their statement is about the action: IAM names them, too. */
  private static String missing(Policy policy, Map<String, List<String>> context) {
    StringBuilder members = new StringBuilder();
    policy.conditionKeys().stream()
        .filter(key -> !context.containsKey(key.toLowerCase(Locale.ROOT)))
        .forEach(key -> members.append("<member>").append(Answers.escape(key)).append("</member>"));
    return "<MissingContextValues>" + members + "</MissingContextValues>";
  }

  /** Takes the members of a list out of the form. */
  private static List<String> list(Map<String, String> form, String name) {
    List<String> members = new ArrayList<>();
    for (int number = 1; form.containsKey(name + ".member." + number); number++) {
      members.add(form.remove(name + ".member." + number));
    }
    return members;
  }

  private static Map<String, List<String>> context(Map<String, String> form) throws AwsError {
    Map<String, List<String>> context = new HashMap<>();
    for (int number = 1; form.containsKey("ContextEntries.member." + number + ".ContextKeyName"); number++) {
      String entry = "ContextEntries.member." + number + ".";
      String key = form.remove(entry + "ContextKeyName");
      String type = form.remove(entry + "ContextKeyType");
      if (type == null || !KEY_TYPES.contains(type)) {
        throw new AwsError("ValidationError", "1 validation error detected: ContextKeyType of " + key + " must be one of " + KEY_TYPES);
      }
      context.put(key.toLowerCase(Locale.ROOT), list(form, entry + "ContextKeyValues"));
    }
    return context;
  }
}

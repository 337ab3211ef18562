package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The roles of a stack: their trust policies and their permissions. */
final class Roles {
  private static final String MANAGED = """
      {"AWSLambdaBasicExecutionRole": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
       "AWSLambdaVPCAccessExecutionRole": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
         "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
         "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses", "ec2:DescribeSubnets"],
       "AWSXRayDaemonWriteAccess": ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules",
         "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
       "AWSXrayWriteOnlyAccess": ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules",
         "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"]}
      """;

  private final Map<String, Role> byName = new HashMap<>();

  private record Role(Policy trust, Policy permissions) {}

  Roles(Stack stack) {
    JsonNode managed = LocalJson.parse(MANAGED);
    for (Stack.Resource resource : stack.ofType("AWS::IAM::Role")) {
      List<JsonNode> documents = new ArrayList<>();
      resource.properties().path("Policies").forEach(policy -> documents.add(policy.get("PolicyDocument")));
      for (JsonNode arn : resource.properties().path("ManagedPolicyArns")) {
        documents.add(managedPolicy(stack, managed, arn.asText()));
      }
      for (Stack.Resource attached : stack.ofType("AWS::IAM::Policy")) {
        for (JsonNode name : attached.properties().path("Roles")) {
          if (name.asText().equals(resource.physicalId())) {
            documents.add(attached.properties().get("PolicyDocument"));
          }
        }
      }
      byName.put(resource.physicalId(), new Role(
          Policy.of(List.of(resource.properties().get("AssumeRolePolicyDocument"))), Policy.of(documents)));
    }
  }

  private static JsonNode managedPolicy(Stack stack, JsonNode managed, String arn) {
    for (Stack.Resource own : stack.ofType("AWS::IAM::ManagedPolicy")) {
      if (own.physicalId().equals(arn)) {
        return own.properties().get("PolicyDocument");
      }
    }
    JsonNode actions = managed.path(nameOf(arn));
    if (actions.isMissingNode()) {
      throw new IllegalArgumentException("The local cloud does not know the managed policy " + arn);
    }
    JsonNode statement = LocalJson.object().put("Effect", "Allow").put("Resource", "*").set("Action", actions);
    return LocalJson.object().set("Statement", LocalJson.MAPPER.createArrayNode().add(statement));
  }

  static String nameOf(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Whether the role with that name may do this; an unknown role has no permissions. */
  boolean allows(String role, Access access) {
    return permissions(role).map(known -> known.allows(access)).orElse(false);
  }

  /** The permissions of the role with that name; empty if the stack has no such role. */
  Optional<Policy> permissions(String role) {
    return Optional.ofNullable(byName.get(role)).map(Role::permissions);
  }

  boolean exists(String role) {
    return byName.containsKey(role);
  }

  boolean trusts(String role, String service, String account) {
    return Optional.ofNullable(byName.get(role))
        .map(known -> known.trust().allowsService(service,
            new Access("sts:AssumeRole", "*", Map.of("aws:sourceaccount", List.of(account))))).orElse(false);
  }
}

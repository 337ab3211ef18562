package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Returns which IAM actions on which resources a call needs.
 *
 * <p>Source: service authorization reference, "Actions, resources, and condition keys" of each service ({@link ActionReference}).
 */
final class AccessMap {
  private static final List<String> DMS_ARNS = List.of("ReplicationTaskArn", "ReplicationInstanceArn", "EndpointArn", "CertificateArn",
      "ResourceArn", "SourceEndpointArn", "TargetEndpointArn", "ReplicationTaskAssessmentRunArn");
  private static final Map<String, String> DMS_KINDS = Map.of(
      "CreateReplicationInstance", "rep", "CreateReplicationTask", "task", "CreateEndpoint", "endpoint",
      "ImportCertificate", "cert", "CreateReplicationSubnetGroup", "subgrp");

  private final String region;
  private final String account;
  private final ActionReference reference;
  private final String passedToService;
  private final Function<String, Secret> secrets;
  private final List<String> waitingMachines;
  private final Map<String, String> topicKeys;

  /**
   * An access map for the account.
   *
   * @param passedToService the service name under which DMS receives its roles: the documents give it in two forms
   * @param secrets returns the secret of a name or ARN
   * @param stack the stack with the state machine of a task token and with the keys that encrypt its topics
   */
  AccessMap(String region, String account, ActionReference reference, String passedToService, Function<String, Secret> secrets, Stack stack) {
    this.region = region;
    this.account = account;
    this.reference = reference;
    this.passedToService = passedToService;
    this.secrets = secrets;
    this.waitingMachines = stack.ofType("AWS::StepFunctions::StateMachine").stream()
        .filter(machine -> machine.properties().path("DefinitionString").toString().contains(".waitForTaskToken"))
        .map(Stack.Resource::physicalId)
        .toList();
    Map<String, String> keys = new HashMap<>();
    for (Stack.Resource topic : stack.ofType("AWS::SNS::Topic")) {
      stack.ofType("AWS::KMS::Key").stream().map(Stack.Resource::physicalId)
          .filter(key -> topic.properties().path("KmsMasterKeyId").asText().endsWith(key))
          .forEach(key -> keys.put(topic.physicalId(), arn("kms", "key/" + key)));
    }
    this.topicKeys = Map.copyOf(keys);
  }

  /**
   * A secret.
   *
   * @param arn its ARN
   * @param key ARN of the customer managed key that encrypts it, or empty for the key of Secrets Manager
   */
  record Secret(String arn, Optional<String> key) {
    /** The permissions to read it. */
    List<Access> reading(String region) {
      return Stream.concat(
          Stream.of(new Access("secretsmanager:GetSecretValue", arn)),
          key.stream().map(k -> new Access("kms:Decrypt", k, Map.of("kms:viaservice", List.of("secretsmanager." + region + ".amazonaws.com")))))
          .toList();
    }
  }

  /** Every access that IAM evaluates, each with the resource that the action is evaluated on. */
  List<Access> needed(AwsCall call) {
    return asked(call).stream().map(reference::evaluated).distinct().toList();
  }

  private List<Access> asked(AwsCall call) {
    return switch (call.service()) {
      case "s3" -> s3(call);
      case "dynamodb" -> dynamodb(call);
      case "secretsmanager" -> secret(call.operation(), call.json());
      case "sns" -> sns(call.operation(), call.form().getOrDefault("TopicArn", "*"));
      case "states" -> List.of(states(call.operation(), call.json()));
      case "events" -> events(call);
      case "monitoring" -> monitoring(call);
      case "dms" -> dms(call.operation(), call.json());
      case "iam" -> List.of(iam(call.operation(), call.form()));
      case "lambda" -> List.of(lambda(call));
      case "sqs" -> List.of(sqs(call));
      case "rds" -> List.of(rds(call));
      default -> List.of(new Access(call.service() + ":" + call.operation(), "*"));
    };
  }

  private String arn(String service, String rest) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + rest;
  }

  private Access iam(String operation, Map<String, String> form) {
    return new Access("iam:" + operation, operation.equals("SimulatePrincipalPolicy") ? form.getOrDefault("PolicySourceArn", "*") : role(form.get("RoleName")));
  }

  /** IAM has no region. */
  private String role(String name) {
    return name == null ? "*" : "arn:aws:iam::" + account + ":role/" + name;
  }

  private List<Access> secret(String operation, JsonNode request) {
    String action = "secretsmanager:" + operation;
    if (!request.hasNonNull("SecretId")) {
      return List.of(new Access(action, "*"));
    }
    Secret secret = secrets.apply(request.get("SecretId").asText());
    return operation.equals("GetSecretValue") ? secret.reading(region) : List.of(new Access(action, secret.arn()));
  }

  private static List<Access> s3(AwsCall call) {
    String[] parts = call.uri().getRawPath().substring(1).split("/", 2);
    String bucket = "arn:aws:s3:::" + parts[0];
    Map<String, String> query = call.query();
    if (parts[0].isEmpty()) {
      return List.of(new Access("s3:ListAllMyBuckets", "*"));
    }
    if (parts.length == 1 || parts[1].isEmpty()) {
      return List.of(s3Bucket(call.method(), query, bucket));
    }
    String object = bucket + "/" + URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
    if (query.containsKey("tagging")) {
      return List.of(new Access("s3:" + (call.method().equals("GET") ? "Get" : "Put") + "ObjectTagging", object));
    }
    List<Access> accesses = new ArrayList<>();
    call.header("x-amz-copy-source").ifPresent(source -> accesses.add(new Access("s3:GetObject",
        "arn:aws:s3:::" + URLDecoder.decode(source, StandardCharsets.UTF_8).replaceFirst("^/", ""))));
    accesses.add(switch (call.method()) {
      case "GET", "HEAD" -> new Access(query.containsKey("versionId") ? "s3:GetObjectVersion" : "s3:GetObject", object);
      case "DELETE" -> new Access(query.containsKey("uploadId") ? "s3:AbortMultipartUpload"
          : query.containsKey("versionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject", object);
      default -> new Access("s3:PutObject", object);
    });
    return accesses;
  }

  private static Access s3Bucket(String method, Map<String, String> query, String bucket) {
    Map<String, List<String>> prefix = query.containsKey("prefix") ? Map.of("s3:prefix", List.of(query.get("prefix"))) : Map.of();
    if (method.equals("POST") && query.containsKey("delete")) {
      return new Access("s3:DeleteObject", bucket + "/*");
    }
    if (method.equals("PUT")) {
      return new Access("s3:CreateBucket", bucket);
    }
    if (method.equals("DELETE")) {
      return new Access("s3:DeleteBucket", bucket);
    }
    if (query.containsKey("versions")) {
      return new Access("s3:ListBucketVersions", bucket, prefix);
    }
    return query.containsKey("location") ? new Access("s3:GetBucketLocation", bucket) : new Access("s3:ListBucket", bucket, prefix);
  }

  private List<Access> sns(String operation, String topic) {
    List<Access> accesses = new ArrayList<>(List.of(new Access("sns:" + operation, topic)));
    if (operation.startsWith("Publish") && topicKeys.containsKey(topic)) {
      accesses.add(new Access("kms:GenerateDataKey", topicKeys.get(topic)));
      accesses.add(new Access("kms:Decrypt", topicKeys.get(topic)));
    }
    return accesses;
  }

  private List<Access> dynamodb(AwsCall call) {
    JsonNode request = call.json();
    String operation = call.operation();
    List<Access> accesses = new ArrayList<>();
    switch (operation) {
      case "BatchGetItem", "BatchWriteItem" -> request.path("RequestItems").fieldNames().forEachRemaining(
          table -> accesses.add(new Access("dynamodb:" + operation, table(table))));
      case "TransactWriteItems", "TransactGetItems" -> request.path("TransactItems").forEach(item -> item.properties().forEach(
          part -> accesses.add(new Access(
              "dynamodb:" + (part.getKey().equals("ConditionCheck") ? "ConditionCheckItem" : part.getKey() + "Item"),
              table(part.getValue().path("TableName").asText())))));
      default -> {
        String table = request.hasNonNull("TableName") ? table(request.get("TableName").asText()) : "*";
        String index = request.hasNonNull("IndexName") ? "/index/" + request.get("IndexName").asText() : "";
        accesses.add(new Access("dynamodb:" + operation, table + index));
      }
    }
    return accesses;
  }

  private String table(String name) {
    return name.startsWith("arn:") ? name : arn("dynamodb", "table/" + name);
  }

  private Access states(String operation, JsonNode request) {
    String action = "states:" + operation;
    if (operation.startsWith("SendTask")) {
      // A token belongs to an execution of the stack's only state machine that waits for tokens; the request does not contain which.
      return new Access(action, waitingMachines.isEmpty() ? arn("states", "stateMachine:*") : waitingMachines.getFirst());
    }
    for (String field : List.of("executionArn", "stateMachineArn", "mapRunArn", "resourceArn")) {
      if (request.hasNonNull(field)) {
        return new Access(action, request.get(field).asText());
      }
    }
    return new Access(action, "*");
  }

  private List<Access> events(AwsCall call) {
    if (!call.operation().equals("PutEvents")) {
      return List.of(new Access("events:" + call.operation(), "*"));
    }
    List<Access> accesses = new ArrayList<>();
    for (JsonNode entry : call.json().path("Entries")) {
      String bus = entry.path("EventBusName").asText("default");
      accesses.add(new Access("events:PutEvents", bus.startsWith("arn:") ? bus : arn("events", "event-bus/" + bus), Map.of(
          "events:source", List.of(entry.path("Source").asText()), "events:detail-type", List.of(entry.path("DetailType").asText()))));
    }
    return accesses;
  }

  private List<Access> monitoring(AwsCall call) {
    Map<String, String> form = call.form();
    String operation = call.operation();
    String action = "cloudwatch:" + operation;
    return switch (operation) {
      case "PutMetricData" -> List.of(new Access(action, "*", Map.of("cloudwatch:namespace", List.of(form.getOrDefault("Namespace", "")))));
      case "PutMetricAlarm" -> List.of(new Access(action, arn("cloudwatch", "alarm:" + form.get("AlarmName"))));
      case "TagResource", "UntagResource", "ListTagsForResource" -> List.of(new Access(action, form.getOrDefault("ResourceARN", "*")));
      case "DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions" -> form.entrySet().stream()
          .filter(field -> field.getKey().startsWith("AlarmNames.member."))
          .map(field -> new Access(action, arn("cloudwatch", "alarm:" + field.getValue()))).toList();
      case "DescribeAlarms" -> List.of(new Access(action, arn("cloudwatch", "alarm:*")));
      default -> List.of(new Access(action, "*"));
    };
  }

  private List<Access> dms(String operation, JsonNode request) {
    List<Access> accesses = new ArrayList<>();
    Map<String, List<String>> tags = requestTags(request);
    if (reference.withoutResource("dms:" + operation)) {
      accesses.add(new Access("dms:" + operation, "*", tags));
    } else {
      DMS_ARNS.stream().filter(request::hasNonNull).forEach(field -> accesses.add(new Access("dms:" + operation, request.get(field).asText())));
    }
    if (request.hasNonNull("ReplicationSubnetGroupIdentifier") && !operation.startsWith("Create")) {
      accesses.add(new Access("dms:" + operation,
          arn("dms", "subgrp:" + request.get("ReplicationSubnetGroupIdentifier").asText().toLowerCase(Locale.ROOT))));
    }
    if (DMS_KINDS.containsKey(operation) && request.path("Tags").size() > 0) {
      accesses.add(new Access("dms:AddTagsToResource", arn("dms", DMS_KINDS.get(operation) + ":*"), tags));
    }
    if (operation.equals("CreateReplicationInstance")) {
      accesses.addAll(inTheCallersName());
    }
    passedRoles(request).forEach(role -> accesses.add(passed(role)));
    return accesses.isEmpty() ? List.of(new Access("dms:" + operation, "*")) : accesses;
  }

  /**
   * The actions that DMS performs for a replication instance with the caller's permissions: DMS user guide, "IAM permissions needed to use
   * AWS DMS".
   */
  private List<Access> inTheCallersName() {
    List<Access> accesses = new ArrayList<>();
    for (String looking : List.of("DescribeVpcs", "DescribeInternetGateways", "DescribeAvailabilityZones", "DescribeSubnets", "DescribeSecurityGroups")) {
      accesses.add(new Access("ec2:" + looking, "*"));
    }
    for (String acting : List.of("CreateNetworkInterface", "DeleteNetworkInterface", "ModifyNetworkInterfaceAttribute")) {
      accesses.add(new Access("ec2:" + acting, arn("ec2", "network-interface/eni-00000001")));
    }
    accesses.add(new Access("iam:GetRole", role("dms-vpc-role")));
    accesses.add(passed(role("dms-vpc-role")));
    return accesses;
  }

  private Access passed(String role) {
    return new Access("iam:PassRole", role, Map.of("iam:passedtoservice", List.of(passedToService)));
  }

  private static Map<String, List<String>> requestTags(JsonNode request) {
    Map<String, List<String>> tags = new HashMap<>();
    request.path("Tags").forEach(
        tag -> tags.put("aws:requesttag/" + tag.path("Key").asText().toLowerCase(Locale.ROOT), List.of(tag.path("Value").asText())));
    return tags;
  }

  private static List<String> passedRoles(JsonNode request) {
    List<String> roles = new ArrayList<>();
    request.properties().forEach(field -> {
      boolean role = field.getKey().endsWith("RoleArn") || field.getKey().equals("ServiceAccessRole");
      if (role && field.getValue().isTextual()) {
        roles.add(field.getValue().asText());
      } else if (field.getValue().isObject()) {
        roles.addAll(passedRoles(field.getValue()));
      }
    });
    return roles;
  }

  private Access lambda(AwsCall call) {
    return FunctionName.ofInvocation(call)
        .map(name -> new Access("lambda:InvokeFunction", name.arn(region, account)))
        .orElse(new Access("lambda:" + call.method() + " " + call.uri().getPath(), "*"));
  }

  private Access rds(AwsCall call) {
    boolean cluster = call.operation().endsWith("DBClusters");
    String name = call.form().getOrDefault(cluster ? "DBClusterIdentifier" : "DBInstanceIdentifier", "*");
    return new Access("rds:" + call.operation(), arn("rds", (cluster ? "cluster:" : "db:") + name));
  }

  private Access sqs(AwsCall call) {
    String url = Optional.ofNullable(call.json().get("QueueUrl")).map(JsonNode::asText)
        .orElse(call.form().getOrDefault("QueueUrl", ""));
    return new Access("sqs:" + call.operation(), url.isEmpty() ? "*" : arn("sqs", url.substring(url.lastIndexOf('/') + 1)));
  }
}

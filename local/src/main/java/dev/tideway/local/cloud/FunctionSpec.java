package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A function's configuration in the stack.
 *
 * @param name its name
 * @param jar the file name of its code
 * @param handler {@code package.Class::method}
 * @param environment its environment variables
 * @param limits what it may use
 * @param role its role's name
 * @param securityGroups its security groups inside the VPC; empty outside
 * @param deadLetterQueue the ARN that receives asynchronous events that failed for good
 * @param logging where and how it logs
 * @param mayLoop whether it may run any number of times in a chain of requests
 */
record FunctionSpec(String name, String jar, String handler, Map<String, String> environment, Limits limits, String role, Set<String> securityGroups,
    Optional<String> deadLetterQueue, Logging logging, boolean mayLoop) {

  /**
   * What a function may use.
   *
   * @param memoryMegabytes its memory
   * @param timeoutSeconds its timeout
   * @param reservedConcurrency its maximum number of concurrent invocations, if limited
   */
  record Limits(int memoryMegabytes, int timeoutSeconds, Optional<Integer> reservedConcurrency) {}

  /**
   * Where and how a function logs.
   *
   * @param group the CloudWatch log group of its lines
   * @param level the lowest level of the function's own lines, if its log format is JSON
   */
  record Logging(String group, Optional<String> level) {}

  static FunctionSpec of(Stack.Resource resource) {
    var properties = resource.properties();
    Map<String, String> environment = new LinkedHashMap<>();
    properties.path("Environment").path("Variables").properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return new FunctionSpec(
        resource.physicalId(),
        properties.at("/Code/S3Key").asText(),
        properties.get("Handler").asText(),
        environment,
        new Limits(
            properties.path("MemorySize").asInt(128),
            properties.path("Timeout").asInt(3),
            Optional.ofNullable(properties.get("ReservedConcurrentExecutions")).map(node -> node.asInt())),
        Roles.nameOf(properties.get("Role").asText()),
        properties.path("VpcConfig").path("SecurityGroupIds").valueStream().map(JsonNode::asText).collect(Collectors.toSet()),
        Optional.ofNullable(properties.path("DeadLetterConfig").get("TargetArn")).map(node -> node.asText()),
        new Logging(
            properties.path("LoggingConfig").path("LogGroup").asText(defaultLogGroup(resource.physicalId())),
            Optional.of(properties.path("LoggingConfig"))
                .filter(logging -> logging.path("LogFormat").asText().equals("JSON"))
                .map(logging -> logging.path("ApplicationLogLevel").asText("INFO"))),
        properties.path("RecursiveLoop").asText().equals("Allow"));
  }

  private static String defaultLogGroup(String function) {
    return "/aws/lambda/" + function;
  }

  /** The log stream of one process; it begins with the function's name, because functions may share a log group. */
  String logStream(String processId) {
    String day = DateTimeFormatter.ofPattern("uuuu/MM/dd/").withZone(ZoneOffset.UTC).format(Instant.now());
    String id = processId.replace("-", "");
    return day + (logging.group().equals(defaultLogGroup(name)) ? "[$LATEST]" + id : name + "[$LATEST][" + id + "]");
  }
}

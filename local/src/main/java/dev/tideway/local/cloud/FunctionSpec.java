package dev.tideway.local.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A function as the stack configures it.
 *
 * @param name its name
 * @param handler {@code package.Class::method}
 * @param environment its variables
 * @param memoryMegabytes its memory
 * @param timeoutSeconds its timeout
 * @param role its role's name
 * @param inVpc whether it runs inside the VPC
 * @param reservedConcurrency how many invocations it may have at once, if that is limited
 * @param deadLetterQueue the ARN asynchronous events go to that failed for good
 * @param mayLoop whether it may run in a chain of requests as often as it is called
 */
record FunctionSpec(String name, String handler, Map<String, String> environment, int memoryMegabytes, int timeoutSeconds,
    String role, boolean inVpc, Optional<Integer> reservedConcurrency, Optional<String> deadLetterQueue, boolean mayLoop) {

  static FunctionSpec of(Stack.Resource resource) {
    var properties = resource.properties();
    Map<String, String> environment = new LinkedHashMap<>();
    properties.path("Environment").path("Variables").properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return new FunctionSpec(
        resource.physicalId(),
        properties.get("Handler").asText(),
        environment,
        properties.path("MemorySize").asInt(128),
        properties.path("Timeout").asInt(3),
        Roles.nameOf(properties.get("Role").asText()),
        properties.path("VpcConfig").path("SubnetIds").size() > 0,
        Optional.ofNullable(properties.get("ReservedConcurrentExecutions")).map(node -> node.asInt()),
        Optional.ofNullable(properties.path("DeadLetterConfig").get("TargetArn")).map(node -> node.asText()),
        properties.path("RecursiveLoop").asText().equals("Allow"));
  }
}

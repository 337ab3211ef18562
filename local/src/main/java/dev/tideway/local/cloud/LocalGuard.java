package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Decides which calls are allowed: by the template's policies for the caller's role, and, inside the VPC, only to services with an endpoint. */
final class LocalGuard {
  /** The endpoints for the functions in the VPC, if the stack creates no endpoints of its own. */
  private static final Set<String> DEFAULT_ENDPOINTS = Set.of("s3", "dynamodb", "secretsmanager");

  private static final int HTTPS = 443;

  private final CloudOptions options;
  private final Callers callers;
  private final Roles roles;
  private final AccessMap accessMap;
  private final List<Endpoint> endpoints;
  private final Consumer<Denial> denials;

  /** The decision on a call. */
  sealed interface Verdict {
    /** The call is allowed. */
    record Allowed() implements Verdict {}

    /** There is no route. */
    record Unreachable() implements Verdict {}

    /** IAM denies the call, with this message. */
    record Denied(String message) implements Verdict {}
  }

  LocalGuard(CloudOptions options, Callers callers, Roles roles, AccessMap accessMap, Stack stack, Consumer<Denial> denials) {
    this.options = options;
    this.callers = callers;
    this.roles = roles;
    this.accessMap = accessMap;
    this.denials = denials;
    List<Endpoint> own = stack.ofType("AWS::EC2::VPCEndpoint").stream().map(endpoint -> Endpoint.of(endpoint.properties(), stack)).toList();
    this.endpoints = own.isEmpty() ? DEFAULT_ENDPOINTS.stream().map(service -> new Endpoint(service, Optional.empty())).toList() : own;
  }

  /**
   * An endpoint through which functions in the VPC connect to a service.
   *
   * @param service the service's name
   * @param sources the security groups that an interface endpoint allows; empty for a gateway, which checks none
   */
  private record Endpoint(String service, Optional<Set<String>> sources) {
    static Endpoint of(JsonNode properties, Stack stack) {
      String name = properties.get("ServiceName").asText();
      Set<String> groups = properties.path("SecurityGroupIds").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
      Set<String> sources = stack.ofType("AWS::EC2::SecurityGroup").stream()
          .filter(group -> groups.contains(group.physicalId()))
          .flatMap(group -> group.properties().path("SecurityGroupIngress").valueStream())
          .filter(rule -> rule.path("FromPort").asInt() <= HTTPS && HTTPS <= rule.path("ToPort").asInt())
          .map(rule -> rule.path("SourceSecurityGroupId").asText())
          .collect(Collectors.toSet());
      return new Endpoint(
          name.substring(name.lastIndexOf('.') + 1),
          properties.path("VpcEndpointType").asText().equals("Interface") ? Optional.of(sources) : Optional.empty());
    }

    boolean serves(String asked, Set<String> carried) {
      return service.equals(asked) && sources.map(allowed -> !Collections.disjoint(allowed, carried)).orElse(true);
    }
  }

  Verdict check(AwsCall call) {
    Optional<Callers.Caller> caller = callers.of(call);
    if (caller.isEmpty()) {
      return new Verdict.Allowed();
    }
    List<Access> needed = accessMap.needed(call);
    Set<String> groups = caller.get().securityGroups();
    if (!groups.isEmpty() && endpoints.stream().noneMatch(endpoint -> endpoint.serves(call.service(), groups))) {
      record(new Denial(caller.get().name(), needed.getFirst().action(), needed.getFirst().resource(), "network"));
      return new Verdict.Unreachable();
    }
    for (Access access : needed) {
      Optional<String> denial = denial(caller.get(), access);
      if (denial.isPresent()) {
        return new Verdict.Denied(denial.get());
      }
    }
    return new Verdict.Allowed();
  }

  Optional<String> denialOfRole(String role, Access access) {
    return denial(new Callers.Caller(role, role), access);
  }

  private Optional<String> denial(Callers.Caller caller, Access access) {
    // GetCallerIdentity needs no permission.
    if (access.action().toLowerCase(Locale.ROOT).equals("sts:getcalleridentity") || roles.allows(caller.role(), access)) {
      return Optional.empty();
    }
    record(new Denial(caller.name(), access.action(), access.resource(), "iam"));
    return Optional.of("User: arn:aws:sts::" + options.home().account() + ":assumed-role/" + caller.role() + "/" + caller.name()
        + " is not authorized to perform: " + access.action() + " on resource: " + access.resource()
        + " because no identity-based policy allows the " + access.action() + " action");
  }

  private void record(Denial denial) {
    denials.accept(denial);
    options.listener().denied(denial);
  }
}

package dev.tideway.local.cloud;

import java.util.Optional;
import java.util.Set;

/** The caller of a request: the access key names a function of the stack or a role; any other key is the administrator's. */
final class Callers {
  private static final String FUNCTION = "function.";
  private static final String ROLE = "role.";

  private final FunctionHost functions;

  Callers(FunctionHost functions) {
    this.functions = functions;
  }

  /**
   * A caller with a role.
   *
   * @param name the caller's name in messages
   * @param role the role's name
   * @param securityGroups its security groups inside the VPC; empty outside
   */
  record Caller(String name, String role, Set<String> securityGroups) {
    Caller(String name, String role) {
      this(name, role, Set.of());
    }
  }

  static String keyOfFunction(String name) {
    return FUNCTION + name;
  }

  /** The caller, or empty for the administrator. */
  Optional<Caller> of(AwsCall call) {
    String key = call.accessKey();
    if (key.startsWith(FUNCTION)) {
      String name = key.substring(FUNCTION.length());
      return Optional.of(functions.find(name).map(spec -> new Caller(name, spec.role(), spec.securityGroups()))
          .orElseGet(() -> new Caller(name, "(no role)")));
    }
    if (key.startsWith(ROLE)) {
      String role = key.substring(ROLE.length());
      return Optional.of(new Caller(role, role));
    }
    return Optional.empty();
  }
}

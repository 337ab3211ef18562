package dev.tideway.aws;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of resources in the lock's list of what was created, written {@code kind|id}. */
public enum ResourceKind {
  /** A CloudWatch alarm, by name. */
  ALARM("alarm"),
  /** A replication task, by ARN. */
  TASK("task"),
  /** An endpoint, by ARN. */
  ENDPOINT("endpoint"),
  /** A replication instance, by ARN. */
  INSTANCE("instance"),
  /** A replication subnet group, by identifier: responses from DMS do not contain its ARN. */
  SUBNET_GROUP("subnet-group"),
  /** An imported certificate, by ARN. */
  CERTIFICATE("certificate");

  /** What a person should know about resources that a migration leaves in the account. */
  public static final String KEPT =
      "the resources kept in AWS DMS cost money, and their endpoints read the secrets through a role of the stack: delete them before the stack,"
          + " as ./tideway uninstall does";

  private final String kind;

  ResourceKind(String kind) {
    this.kind = kind;
  }

  /** {@code kind|id}, as the lock and the condition {@code deleted} store it. */
  public String of(String id) {
    return kind + "|" + id;
  }

  /** Whether it is one of these kinds. The lock's list also names tables on the target. */
  public static boolean known(String resource) {
    return Arrays.stream(values()).anyMatch(kind -> kind.id(resource).isPresent());
  }

  /** The id, if the resource is of this kind. */
  public Optional<String> id(String resource) {
    return resource.startsWith(kind + "|") ? Optional.of(resource.substring(kind.length() + 1)) : Optional.empty();
  }
}

package dev.tideway.aws;

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
  /** A replication subnet group, by identifier: its ARN is not part of DMS's answers. */
  SUBNET_GROUP("subnet-group"),
  /** An imported certificate, by ARN. */
  CERTIFICATE("certificate");

  private final String word;

  ResourceKind(String word) {
    this.word = word;
  }

  /** {@code kind|id}, as the lock and the condition {@code deleted} carry it. */
  public String of(String id) {
    return word + "|" + id;
  }

  /** The id, if the resource is of this kind. */
  public Optional<String> id(String resource) {
    return resource.startsWith(word + "|") ? Optional.of(resource.substring(word.length() + 1)) : Optional.empty();
  }
}

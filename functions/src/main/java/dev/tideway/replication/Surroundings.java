package dev.tideway.replication;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What Plan asks of the account besides DMS. Each call may fail with whatever the service says; the check then says so. */
interface Surroundings {
  /** The trust policy of a role, or empty if there is no such role. */
  Optional<JsonNode> trust(String role);

  /** The inline policies of a role. */
  List<JsonNode> policies(String role);

  /** Subnets by their ids; those that do not exist are missing. */
  List<Subnet> subnets(List<String> ids);

  /** Security groups by their ids. */
  List<Group> groups(List<String> ids);

  /** What Secrets Manager says of a secret, without its value. */
  SecretFacts secret(String arn);

  /** The port in a secret's value. */
  Optional<Integer> port(String arn);

  /** Whether somebody has confirmed a subscription on the topic. */
  boolean heard(String topic);

  /**
   * A subnet.
   *
   * @param id its id
   * @param zone its availability zone
   * @param vpc its VPC
   */
  record Subnet(String id, String zone, String vpc) {}

  /**
   * A security group.
   *
   * @param id its id
   * @param outbound what it lets out
   */
  record Group(String id, List<Outbound> outbound) {
    /** Whether a connection to that port may leave. */
    boolean letsOut(int port) {
      return outbound.stream().anyMatch(o -> o.protocol().equals("-1") || (o.protocol().equals("tcp") && o.from() <= port && port <= o.to()));
    }
  }

  /**
   * A rule for outbound connections.
   *
   * @param protocol {@code tcp}, or {@code -1} for all
   * @param from first port
   * @param to last port
   */
  record Outbound(String protocol, int from, int to) {}

  /**
   * A secret.
   *
   * @param owner the service that manages it, for example {@code rds}; empty for the account's own
   * @param key the customer's KMS key that encrypts it; empty for the key of Secrets Manager
   */
  record SecretFacts(Optional<String> owner, Optional<String> key) {}
}

package dev.tideway.plan.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The information that Plan reads from the account, except from DMS. Each call may fail with any error of the service. The check then reports that error. */
public interface AwsAccount {
  /** A role by its name; empty if there is none. */
  Optional<Role> role(String name);

  /**
   * What IAM itself does not allow the role, by all its policies, its boundary and those of the organization. Policies of the resource do not count.
   *
   * @param role its ARN
   */
  List<Denial> denied(String role, Use use);

  /** Subnets by their ids; those that do not exist are missing. */
  List<Subnet> subnets(List<String> ids);

  /** Security groups by their ids; those that do not exist are missing. */
  List<Group> groups(List<String> ids);

  /** What Secrets Manager says of a secret, without its value. */
  SecretFacts secret(String arn);

  /** The Amazon RDS database that has this host name; empty if none in this account has it. */
  Optional<RdsDatabase> rds(String host);

  /** Whether a person has confirmed a subscription to the topic. */
  boolean hasConfirmedSubscription(String topic);

  /**
   * A role.
   *
   * @param arn its ARN
   * @param trust its trust policy
   */
  record Role(String arn, JsonNode trust) {
    /** Whether a service may assume the role. IAM simulates no trust policy. */
    boolean trusts(String service) {
      return each(trust.path("Statement"))
          .anyMatch(s -> s.path("Effect").asText().equals("Allow") && each(s.at("/Principal/Service")).map(JsonNode::asText).anyMatch(service::equals));
    }

    private static Stream<JsonNode> each(JsonNode oneOrMany) {
      return oneOrMany.isArray() ? oneOrMany.valueStream() : Stream.of(oneOrMany);
    }
  }

  /**
   * What a role is used for.
   *
   * @param actions by IAM's names
   * @param resource an ARN, or {@code *} for actions that have no resource
   * @param context the condition keys of such calls, and their values
   */
  record Use(List<String> actions, String resource, Map<String, String> context) {}

  /**
   * An action that is not allowed.
   *
   * @param action by IAM's name
   * @param unknown condition keys of which some policy asks a value that the simulation did not have
   */
  record Denial(String action, List<String> unknown) {}

  /**
   * A subnet.
   *
   * @param id its id
   * @param zone its availability zone
   * @param vpc its VPC
   * @param network its IPv4 addresses, as in {@code 10.0.1.0/24}
   */
  record Subnet(String id, String zone, String vpc, String network) {}

  /**
   * A security group.
   *
   * @param id its id
   * @param outbound rules for outbound connections
   * @param inbound rules for inbound connections
   */
  record Group(String id, List<Outbound> outbound, List<Inbound> inbound) {
    /** Whether the group allows an outbound connection to that port. */
    boolean allowsOutbound(int port) {
      return outbound.stream().anyMatch(o -> covers(o.protocol(), o.from(), o.to(), port));
    }
  }

  private static boolean covers(String protocol, int from, int to, int port) {
    return protocol.equals("-1") || (protocol.equals("tcp") && from <= port && port <= to);
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
   * A rule for inbound connections.
   *
   * @param protocol {@code tcp}, or {@code -1} for all
   * @param from first port
   * @param to last port
   * @param groups security groups whose members may connect
   * @param networks addresses that may connect: IPv4 networks, IPv6 networks, prefix lists
   */
  record Inbound(String protocol, int from, int to, List<String> groups, List<String> networks) {
    /** Whether the rule allows an inbound connection to that port. */
    boolean allowsInbound(int port) {
      return covers(protocol, from, to, port);
    }
  }

  /**
   * A database of Amazon RDS.
   *
   * @param name the identifier of the instance or the Aurora cluster
   * @param serverlessV1 whether it is an Aurora Serverless v1 cluster
   * @param groups its security groups
   * @param parameters its parameter group
   */
  record RdsDatabase(String name, boolean serverlessV1, List<String> groups, Optional<ParameterGroup> parameters) {}

  /**
   * The parameter group of a database.
   *
   * @param name its name; the names of AWS's default groups, which cannot be changed, begin with {@code default.}
   * @param family the family from which another group for the same database is created, for example {@code mysql8.0}
   * @param writer the instance that must be rebooted for a change to take effect
   * @param cluster whether it is a group of an Aurora cluster
   * @param pendingReboot whether changes wait for a reboot
   */
  record ParameterGroup(String name, String family, String writer, boolean cluster, boolean pendingReboot) {}

  /**
   * A secret.
   *
   * @param owner the service that manages it, for example {@code rds}; empty if the account manages it
   * @param key the customer's KMS key that encrypts it; empty for the key of Secrets Manager
   */
  record SecretFacts(Optional<String> owner, Optional<String> key) {}
}

package dev.tideway.local.cloud;

import java.util.Optional;

/** The customer's network, for a service that works in it. */
public interface Network {
  /**
   * A subnet.
   *
   * @param vpc its VPC
   * @param zone its availability zone
   */
  record Subnet(String vpc, String zone) {}

  /** The subnet of that id, if there is one. */
  Optional<Subnet> subnet(String id);

  /** The VPC of the security group of that id, if there is one. */
  Optional<String> vpcOfSecurityGroup(String id);
}

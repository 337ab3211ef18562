package dev.tideway.testing;

import dev.tideway.local.aws.Network;
import java.util.Map;
import java.util.Optional;

/** A VPC with subnets in two zones, and another with one. */
public final class TwoZones implements Network {
  private static final Map<String, Subnet> SUBNETS = Map.of("subnet-1", new Subnet("vpc-1", "a"), "subnet-2", new Subnet("vpc-1", "b"),
      "subnet-3", new Subnet("vpc-1", "a"), "subnet-far", new Subnet("vpc-far", "b"));
  private static final Map<String, String> SECURITY_GROUPS = Map.of("sg-1", "vpc-1", "sg-far", "vpc-far");

  @Override
  public Optional<Subnet> subnet(String id) {
    return Optional.ofNullable(SUBNETS.get(id));
  }

  @Override
  public Optional<String> vpcOfSecurityGroup(String id) {
    return Optional.ofNullable(SECURITY_GROUPS.get(id));
  }
}

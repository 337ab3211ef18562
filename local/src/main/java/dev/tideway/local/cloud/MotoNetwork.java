package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The network in moto. */
final class MotoNetwork implements Network {
  private final Moto moto;

  MotoNetwork(Moto moto) {
    this.moto = moto;
  }

  @Override
  public Optional<Subnet> subnet(String id) {
    return find("subnets", id).map(subnet -> new Subnet(subnet.get("vpc").asText(), subnet.get("zone").asText()));
  }

  @Override
  public Optional<String> vpcOfSecurityGroup(String id) {
    return find("securityGroups", id).map(JsonNode::asText);
  }

  private Optional<JsonNode> find(String kind, String id) {
    return Optional.ofNullable(moto.read("/tideway/network").get(kind).get(id));
  }
}

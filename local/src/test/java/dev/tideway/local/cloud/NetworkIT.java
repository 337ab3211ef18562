package dev.tideway.local.cloud;

import dev.tideway.local.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The parameters of template.yaml that say where the functions stand. */
final class NetworkIT {
  private static final Map<String, String> ALL = Map.of(
      "SubnetIds", "subnet-00000001,subnet-00000002", "SecurityGroupIds", "sg-00000001", "VpcId", "vpc-00000001", "RouteTableIds", "rtb-00000001",
      "CreateVpcEndpoints", "true");

  @Test
  void makesEndpointsThatTheFunctionsReach() throws Exception {
    try (LocalCloud cloud = cloud(ALL)) {
      Stack stack = cloud.deploy();
      Stack.Resource group = stack.resources().get("EndpointSecurityGroup");
      assertThat(stack.resources().get("SecretsManagerEndpoint").properties().get("SecurityGroupIds"))
          .singleElement().satisfies(id -> assertThat(id.asText()).isEqualTo(group.physicalId()));
      assertThat(stack.resources().get("S3Endpoint").properties().get("RouteTableIds").get(0).asText()).isEqualTo("rtb-00000001");
      try (CloudClients function = new CloudClients(cloud.endpoint(), LocalCloud.accessKeyOfFunction(stack.ref("InventoryFunction").orElseThrow()))) {
        assertThatThrownBy(function.secrets::listSecrets).as("reached, and not allowed").hasMessageContaining("is not authorized to perform");
        assertThatThrownBy(() -> function.events.listRules(r -> {})).as("not reached").isInstanceOf(SdkClientException.class);
      }
      assertThat(cloud.denials()).extracting(Denial::reason).startsWith("iam").endsWith("network");
    }
  }

  @Test
  void leavesTheFunctionsOutsideByDefault() throws Exception {
    try (LocalCloud cloud = cloud(Map.of())) {
      Stack stack = cloud.deploy();
      assertThat(stack.resources()).doesNotContainKeys("EndpointSecurityGroup", "SecretsManagerEndpoint", "S3Endpoint", "DynamoDbEndpoint", "SecretKeysPolicy");
      assertThat(stack.resources().get("InventoryFunction").properties().path("VpcConfig").path("SubnetIds")).isEmpty();
    }
  }

  @Test
  void isRefusedWithHalfANetwork() throws Exception {
    try (LocalCloud cloud = cloud(without("SecurityGroupIds"))) {
      assertThatThrownBy(cloud::deploy).isInstanceOf(IOException.class)
          .hasMessageContaining("SubnetIds needs SecurityGroupIds").hasMessageContaining("CreateVpcEndpoints needs VpcId, SubnetIds, SecurityGroupIds and RouteTableIds");
    }
  }

  private static Map<String, String> without(String parameter) {
    Map<String, String> less = new TreeMap<>(ALL);
    less.remove(parameter);
    return less;
  }

  private static LocalCloud cloud(Map<String, String> parameters) throws Exception {
    Path work = Files.createTempDirectory("tideway-network");
    Path cache = PythonEnvironment.cacheFolder();
    Path python = PythonEnvironment.prepare(Repository.root().resolve("local/aws/requirements.txt"), cache, progress -> {});
    return LocalCloud.start(
        CloudOptions.of(Repository.root(), Path.of(System.getProperty("java.home"), "bin/java"), python, work, cache).withParameters(parameters));
  }
}

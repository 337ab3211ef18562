package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The DMS data about the account and the offered features: quotas, instance classes, engine versions. */
final class LocalDmsAccount {
  /** The default engine version of a new instance. {@link #VERSIONS} contains all offered versions. */
  static final String ENGINE_VERSION = "3.5.4";
  private static final List<String> VERSIONS = List.of("3.5.3", ENGINE_VERSION, "3.6.1");
  private static final List<String> CLASSES = List.of("dms.t3.micro", "dms.t3.small", "dms.t3.medium", "dms.t3.large", "dms.c5.large",
      "dms.c5.xlarge", "dms.c5.2xlarge", "dms.c6i.large", "dms.c6i.xlarge", "dms.r5.large", "dms.r5.xlarge", "dms.r5.2xlarge",
      "dms.r6i.large", "dms.r6i.xlarge", "dms.r6i.2xlarge", "dms.r6i.4xlarge");
  private static final int PAGE = 100;

  private final DmsOptions options;
  private final Map<String, LongSupplier> used = new LinkedHashMap<>();

  LocalDmsAccount(DmsOptions options) {
    this.options = options;
  }

  /** Defines how the use of a quota is counted. */
  void counts(String quota, LongSupplier count) {
    used.put(quota, count);
  }

  /** Refuses a request that would exceed a quota. */
  void refuseBeyond(String quota, long wanted) throws AwsError {
    Long most = options.quotas().get(quota);
    if (most != null && wanted > most) {
      throw new AwsError("ResourceQuotaExceededFault", "The quota " + quota + " of " + most + " is exceeded.");
    }
  }

  void refuseOneMore(String quota) throws AwsError {
    refuseBeyond(quota, used.get(quota).getAsLong() + 1);
  }

  static boolean offers(String instanceClass) {
    return CLASSES.contains(instanceClass);
  }

  static Set<String> versions() {
    return Set.copyOf(VERSIONS);
  }

  ObjectNode attributes() {
    ObjectNode answer = Requests.object();
    var quotas = answer.putArray("AccountQuotas");
    used.forEach((name, count) -> {
      if (options.quotas().containsKey(name)) {
        quotas.addObject().put("AccountQuotaName", name).put("Used", count.getAsLong()).put("Max", options.quotas().get(name));
      }
    });
    answer.put("UniqueAccountIdentifier", "local" + options.account());
    return answer;
  }

  ObjectNode orderableInstances(JsonNode request) throws AwsError {
    var all = new ArrayList<ObjectNode>();
    for (String version : VERSIONS) {
      for (String instanceClass : CLASSES) {
        ObjectNode node = Requests.object();
        node.put("EngineVersion", version).put("ReplicationInstanceClass", instanceClass).put("StorageType", "gp2");
        node.put("MinAllocatedStorage", 5).put("MaxAllocatedStorage", 6144).put("DefaultAllocatedStorage", 50);
        node.put("IncludedAllocatedStorage", instanceClass.contains(".t3.") ? 50 : 100);
        for (String zone : List.of("a", "b", "c")) {
          node.withArray("AvailabilityZones").add(options.region() + zone);
        }
        node.put("ReleaseStatus", "prod");
        all.add(node);
      }
    }
    ObjectNode answer = Requests.object();
    LocalPage.fill(answer, "OrderableReplicationInstances", all, request, PAGE);
    return answer;
  }

  ObjectNode engineVersions(JsonNode request) throws AwsError {
    var all = new ArrayList<ObjectNode>();
    for (String version : VERSIONS) {
      ObjectNode node = Requests.object().put("Version", version).put("Lifecycle", "active").put("ReleaseStatus", "prod");
      var upgrades = node.putArray("AvailableUpgrades");
      VERSIONS.stream().filter(other -> other.compareTo(version) > 0).forEach(upgrades::add);
      all.add(node);
    }
    ObjectNode answer = Requests.object();
    LocalPage.fill(answer, "EngineVersions", all, request, PAGE);
    return answer;
  }
}

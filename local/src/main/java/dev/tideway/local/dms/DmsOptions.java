package dev.tideway.local.dms;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fixed settings of the stand-in.
 *
 * @param account the AWS account in ARNs
 * @param region the region in ARNs and availability zones
 * @param timings how long the operations take
 * @param quotas the account's quotas, with the names of DescribeAccountAttributes
 */
public record DmsOptions(String account, String region, DmsTimings timings, Map<String, Long> quotas) {
  /** Copies the quotas. */
  public DmsOptions {
    quotas = Map.copyOf(quotas);
  }

  /** The default quotas of an account (DMS user guide, "Quotas for AWS Database Migration Service"). */
  public static DmsOptions of(String account, String region, DmsTimings timings) {
    var quotas = new LinkedHashMap<String, Long>();
    quotas.put("ReplicationInstances", 60L);
    quotas.put("AllocatedStorage", 30_000L);
    quotas.put("ReplicationSubnetGroups", 60L);
    quotas.put("SubnetsPerReplicationSubnetGroup", 60L);
    quotas.put("Endpoints", 1_000L);
    quotas.put("EndpointsPerReplicationInstance", 100L);
    quotas.put("ReplicationTasks", 600L);
    quotas.put("ReplicationTasksPerReplicationInstance", 200L);
    quotas.put("Certificates", 100L);
    quotas.put("EventSubscriptions", 60L);
    return new DmsOptions(account, region, timings, quotas);
  }
}

package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.Network;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Subnet groups, replication instances and certificates. Every method runs under the service's lock. */
final class Infrastructure {
  private static final int INSTANCE_ID = 63;
  private static final int LONG_ID = 255;

  private final DmsOptions options;
  private final LocalDmsAccount account;
  private final Arns arns;
  private final Tags tags;
  private final DmsEvents events;
  private final Clockwork clockwork;
  private final Network network;
  private final Registry<ObjectNode> groups = new Registry<>("Replication Subnet Group", "ReplicationSubnetGroups",
      Map.of("replication-subnet-group-id", Registry.member("ReplicationSubnetGroupIdentifier")), ObjectNode::deepCopy);
  private final Registry<ObjectNode> instances = new Registry<>("Replication Instance", "ReplicationInstances",
      Map.of("replication-instance-arn", Registry.member("ReplicationInstanceArn"),
          "replication-instance-id", Registry.member("ReplicationInstanceIdentifier"),
          "replication-instance-class", Registry.member("ReplicationInstanceClass"),
          "engine-version", Registry.member("EngineVersion")),
      ObjectNode::deepCopy);
  private final Registry<ObjectNode> certificates = new Registry<>("Certificate", "Certificates",
      Map.of("certificate-arn", Registry.member("CertificateArn"), "certificate-id", Registry.member("CertificateIdentifier")),
      ObjectNode::deepCopy);

  Infrastructure(DmsOptions options, LocalDmsAccount account, Arns arns, Tags tags, DmsEvents events, Clockwork clockwork, Network network) {
    this.options = options;
    this.account = account;
    this.arns = arns;
    this.tags = tags;
    this.events = events;
    this.clockwork = clockwork;
    this.network = network;
    account.counts("ReplicationInstances", instances::size);
    account.counts("AllocatedStorage", () -> instances.all().stream().mapToLong(one -> one.path("AllocatedStorage").asLong()).sum());
    account.counts("ReplicationSubnetGroups", groups::size);
    account.counts("Certificates", certificates::size);
  }

  boolean exists(String arn) {
    return instances.contains(arn) || certificates.contains(arn)
        || groups.all().stream().anyMatch(group -> arns.named("subgrp", groupId(group)).equals(arn));
  }

  private static String groupId(JsonNode group) {
    return group.path("ReplicationSubnetGroupIdentifier").asText();
  }

  ObjectNode createGroup(JsonNode request) throws AwsError {
    String id = Requests.identifier(request, "ReplicationSubnetGroupIdentifier", LONG_ID);
    if (id.equals("default")) {
      throw Requests.invalid("The replication subnet group identifier must not be default.");
    }
    if (groups.contains(id)) {
      throw Requests.exists("The Replication Subnet Group already exists: " + id);
    }
    account.refuseOneMore("ReplicationSubnetGroups");
    Tags.check(request.path("Tags"));
    List<String> subnets = Requests.texts(request, "SubnetIds");
    account.refuseBeyond("SubnetsPerReplicationSubnetGroup", subnets.size());
    List<Network.Subnet> found = new ArrayList<>();
    for (String subnet : subnets) {
      found.add(network.subnet(subnet).orElseThrow(() -> new AwsError("InvalidSubnet", "Some of the subnet id(s) are invalid: " + subnets
          + ": The subnet ID '" + subnet + "' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSubnetID.NotFound)")));
    }
    if (found.stream().map(Network.Subnet::vpc).distinct().count() > 1) {
      throw new AwsError("InvalidSubnet", "The subnets are not all in one VPC.");
    }
    if (found.stream().map(Network.Subnet::zone).distinct().count() < 2) {
      throw new AwsError("ReplicationSubnetGroupDoesNotCoverEnoughAZs",
          "The replication subnet group should cover at least 2 availability zones");
    }
    ObjectNode group = Requests.object();
    group.put("ReplicationSubnetGroupIdentifier", id);
    group.put("ReplicationSubnetGroupDescription", Requests.text(request, "ReplicationSubnetGroupDescription"));
    group.put("VpcId", found.getFirst().vpc());
    group.put("SubnetGroupStatus", "Complete");
    var list = group.putArray("Subnets");
    for (int i = 0; i < subnets.size(); i++) {
      ObjectNode subnet = list.addObject().put("SubnetIdentifier", subnets.get(i)).put("SubnetStatus", "Active");
      subnet.putObject("SubnetAvailabilityZone").put("Name", found.get(i).zone());
    }
    group.putArray("SupportedNetworkTypes").add("IPV4");
    groups.put(id, group);
    tags.put(arns.named("subgrp", id), request.path("Tags"));
    return answer("ReplicationSubnetGroup", group);
  }

  ObjectNode describeGroups(JsonNode request) throws AwsError {
    return groups.describe(request);
  }

  ObjectNode deleteGroup(JsonNode request) throws AwsError {
    String id = Requests.identifier(request, "ReplicationSubnetGroupIdentifier", LONG_ID);
    groups.get(id);
    for (ObjectNode instance : instances.all()) {
      if (groupId(instance.path("ReplicationSubnetGroup")).equals(id)) {
        throw Requests.state("Cannot delete the subnet group " + id + " because at least one replication instance is using it: "
            + instance.path("ReplicationInstanceIdentifier").asText());
      }
    }
    groups.remove(id);
    tags.forget(arns.named("subgrp", id));
    return Requests.object();
  }

  ObjectNode createInstance(JsonNode request) throws AwsError {
    String id = Requests.identifier(request, "ReplicationInstanceIdentifier", INSTANCE_ID);
    instances.refuseDuplicate("ReplicationInstanceIdentifier", id);
    String instanceClass = Requests.text(request, "ReplicationInstanceClass");
    if (!LocalDmsAccount.offers(instanceClass)) {
      throw Requests.invalid("Replication Instance Class " + instanceClass + " is not available");
    }
    String version = Requests.oneOf("EngineVersion", request.path("EngineVersion").asText(LocalDmsAccount.ENGINE_VERSION), LocalDmsAccount.versions());
    int storage = request.path("AllocatedStorage").asInt(50);
    if (storage < 5 || storage > 6144) {
      throw Requests.invalid("Allocated storage must be between 5 and 6144 GB.");
    }
    account.refuseOneMore("ReplicationInstances");
    Tags.check(request.path("Tags"));
    Optional<ObjectNode> subnets = Optional.empty();
    if (request.hasNonNull("ReplicationSubnetGroupIdentifier")) {
      subnets = Optional.of(groups.get(Requests.identifier(request, "ReplicationSubnetGroupIdentifier", LONG_ID)));
    }
    checkSecurityGroups(Requests.texts(request, "VpcSecurityGroupIds"), subnets);
    String arn = arns.of("rep", request);
    ObjectNode node = Requests.object();
    node.put("ReplicationInstanceIdentifier", id).put("ReplicationInstanceClass", instanceClass);
    node.put("ReplicationInstanceStatus", "creating").put("AllocatedStorage", storage);
    var groupsOfInstance = node.putArray("VpcSecurityGroups");
    Requests.texts(request, "VpcSecurityGroupIds")
        .forEach(group -> groupsOfInstance.addObject().put("VpcSecurityGroupId", group).put("Status", "active"));
    node.put("AvailabilityZone", request.path("AvailabilityZone").asText(options.region() + "a"));
    subnets.ifPresent(group -> node.set("ReplicationSubnetGroup", group.deepCopy()));
    node.put("PreferredMaintenanceWindow", request.path("PreferredMaintenanceWindow").asText("sun:06:00-sun:14:00"));
    node.putObject("PendingModifiedValues");
    node.put("MultiAZ", request.path("MultiAZ").asBoolean(false)).put("EngineVersion", version);
    node.put("AutoMinorVersionUpgrade", request.path("AutoMinorVersionUpgrade").asBoolean(true));
    node.put("KmsKeyId", request.path("KmsKeyId").asText("arn:aws:kms:" + options.region() + ":" + options.account() + ":key/local"));
    node.put("ReplicationInstanceArn", arn);
    node.put("PubliclyAccessible", request.path("PubliclyAccessible").asBoolean(true));
    node.put("NetworkType", request.path("NetworkType").asText("IPV4"));
    instances.put(arn, node);
    tags.put(arn, request.path("Tags"));
    ObjectNode answer = answer("ReplicationInstance", node);
    clockwork.later(options.timings().instanceCreation(), () -> available(arn));
    return answer;
  }

  /** The API's model of DMS does not define these errors; the messages are those of other services, and those of DMS for two VPCs. */
  private void checkSecurityGroups(List<String> ids, Optional<ObjectNode> subnets) throws AwsError {
    for (String id : ids) {
      String vpc = network.vpcOfSecurityGroup(id).orElseThrow(() -> Requests.invalid("The security group '" + id + "' does not exist"));
      if (subnets.isPresent() && !subnets.get().path("VpcId").asText().equals(vpc)) {
        throw Requests.combination("Replication Instance and Ec2 Security Group are in different VPCs. Replication instance is in "
            + subnets.get().path("VpcId").asText() + " and Ec2 security group is in " + vpc);
      }
    }
  }

  private void available(String arn) {
    instances.find(arn).filter(node -> status(node).equals("creating")).ifPresent(node -> {
      node.put("ReplicationInstanceStatus", "available").put("InstanceCreateTime", Requests.seconds(Instant.now()));
      node.put("ReplicationInstancePrivateIpAddress", "127.0.0.1");
      node.putArray("ReplicationInstancePrivateIpAddresses").add("127.0.0.1");
      if (node.path("PubliclyAccessible").asBoolean()) {
        node.put("ReplicationInstancePublicIpAddress", "127.0.0.1");
      }
      node.putArray("ReplicationInstancePublicIpAddresses");
      events.instanceCreated(arn, node.path("ReplicationInstanceIdentifier").asText());
    });
  }

  static String status(ObjectNode instance) {
    return instance.path("ReplicationInstanceStatus").asText();
  }

  ObjectNode describeInstances(JsonNode request) throws AwsError {
    return instances.describe(request);
  }

  ObjectNode instance(String arn) throws AwsError {
    return instances.get(arn);
  }

  /** The instance, which must be available. */
  ObjectNode availableInstance(String arn) throws AwsError {
    ObjectNode node = instances.get(arn);
    if (!status(node).equals("available")) {
      throw Requests.state("Replication Instance " + arn + " is not in the available state: " + status(node));
    }
    return node;
  }

  /** Deletes an instance that no task uses; {@code whenGone} runs when it is deleted. */
  ObjectNode deleteInstance(JsonNode request, boolean inUse, Runnable whenGone) throws AwsError {
    String arn = Requests.text(request, "ReplicationInstanceArn");
    ObjectNode node = instances.get(arn);
    if (inUse) {
      throw Requests.state("Replication Instance " + arn + " has one or more replication tasks and cannot be deleted.");
    }
    if (!status(node).equals("available")) {
      throw Requests.state("Replication Instance " + arn + " is in the state " + status(node) + " and cannot be deleted.");
    }
    node.put("ReplicationInstanceStatus", "deleting");
    clockwork.later(options.timings().deletion(), () -> {
      instances.remove(arn);
      tags.forget(arn);
      whenGone.run();
      events.instanceDeleted(arn, node.path("ReplicationInstanceIdentifier").asText());
    });
    return answer("ReplicationInstance", node);
  }

  ObjectNode importCertificate(JsonNode request) throws AwsError {
    String id = Requests.identifier(request, "CertificateIdentifier", LONG_ID);
    certificates.refuseDuplicate("CertificateIdentifier", id);
    account.refuseOneMore("Certificates");
    Tags.check(request.path("Tags"));
    String pem = Requests.text(request, "CertificatePem");
    String arn = arns.of("cert", Requests.object());
    ObjectNode node = Requests.object();
    node.put("CertificateIdentifier", id).put("CertificateCreationDate", Requests.seconds(Instant.now()));
    node.put("CertificatePem", pem).put("CertificateArn", arn).put("CertificateOwner", options.account());
    try {
      var parsed = LocalSessions.certificates(pem).stream().map(X509Certificate.class::cast).findFirst();
      if (parsed.isEmpty()) {
        throw new AwsError("InvalidCertificateFault", "The certificate was not valid.");
      }
      node.put("ValidFromDate", Requests.seconds(parsed.get().getNotBefore().toInstant()));
      node.put("ValidToDate", Requests.seconds(parsed.get().getNotAfter().toInstant()));
      node.put("SigningAlgorithm", parsed.get().getSigAlgName());
      if (parsed.get().getPublicKey() instanceof RSAKey key) {
        node.put("KeyLength", key.getModulus().bitLength());
      }
    } catch (GeneralSecurityException e) {
      throw new AwsError("InvalidCertificateFault", "The certificate was not valid.");
    }
    certificates.put(arn, node);
    tags.put(arn, request.path("Tags"));
    return answer("Certificate", node);
  }

  ObjectNode describeCertificates(JsonNode request) throws AwsError {
    return certificates.describe(request);
  }

  String certificatePem(String arn) throws AwsError {
    return certificates.get(arn).path("CertificatePem").asText();
  }

  ObjectNode deleteCertificate(JsonNode request, Set<String> used) throws AwsError {
    String arn = Requests.text(request, "CertificateArn");
    ObjectNode node = certificates.get(arn);
    if (used.contains(arn)) {
      throw Requests.state("Certificate " + arn + " is associated with one or more endpoints and cannot be deleted.");
    }
    certificates.remove(arn);
    tags.forget(arn);
    return answer("Certificate", node);
  }

  static ObjectNode answer(String member, ObjectNode resource) {
    ObjectNode answer = Requests.object();
    answer.set(member, resource.deepCopy());
    return answer;
  }
}

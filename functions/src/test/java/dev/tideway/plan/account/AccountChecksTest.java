package dev.tideway.plan.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.dms.FakeDms;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.json.Json;
import dev.tideway.lambda.CheckAccountHandler;
import dev.tideway.plan.inventory.Addresses;
import dev.tideway.run.LogContext;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import software.amazon.awssdk.services.databasemigration.model.AccountQuota;
import software.amazon.awssdk.services.databasemigration.model.AvailabilityZone;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.Tag;

import static org.assertj.core.api.Assertions.assertThat;

class AccountChecksTest {
  private static final String SOURCE = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tideway/source-AbCdEf";
  private static final String TARGET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tideway/target-AbCdEf";
  private static final String IAM = "arn:aws:iam::123456789012:role/";
  private static final Addresses ADDRESSES =
      new Addresses(Optional.of(new Addresses.Address("source.example.com", 3306)), Optional.of(new Addresses.Address("target.example.com", 4000)));
  private static final AccountChecks.Account ACCOUNT =
      new AccountChecks.Account("eu-west-1", "arn:aws:iam::123456789012:role/stack-DmsSecretsRole", "arn:aws:sns:eu-west-1:123456789012:topic");

  private final FakeDms dms = new FakeDms();
  private final FakeAccount account = new FakeAccount();

  private String instanceClass = "dms.t3.large";
  private int storage = 50;
  private Optional<String> subnetGroup = Optional.empty();
  private List<String> subnets = List.of();
  private List<String> groups = List.of();

  AccountChecksTest() {
    dms.groups.put(
        "default", ReplicationSubnetGroup.builder().replicationSubnetGroupIdentifier("default").subnets(subnet("a"), subnet("b")).build());
  }

  /** An account without a problem, until a test changes something. */
  private static final class FakeAccount implements AwsAccount {
    private final Map<String, String> roles =
        new HashMap<>(
            Map.of(
                "dms-vpc-role", "dms.amazonaws.com", "dms-cloudwatch-logs-role", "dms.amazonaws.com", "stack-DmsSecretsRole", "dms.eu-west-1.amazonaws.com"));
    private final List<AwsAccount.Subnet> subnets = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, List<String>> denied = new HashMap<>();
    private final Collection<String> asked = new ConcurrentLinkedQueue<>();
    private SecretFacts facts = new SecretFacts(Optional.empty(), Optional.empty());
    private Optional<RdsDatabase> rds = Optional.empty();
    private boolean heard = true;
    private boolean down;
    private final Collection<Optional<String>> contexts = new ConcurrentLinkedQueue<>();

    @Override
    public Optional<Role> role(String name) {
      contexts.add(Optional.ofNullable(MDC.get("migration")));
      return Optional.ofNullable(roles.get(name))
          .map(
              service ->
                  new Role(
                      IAM + name,
                      Json.read(
                          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" + service + "\"},\"Action\":\"sts:AssumeRole\"}]}", JsonNode.class)));
    }

    @Override
    public List<Denial> denied(String role, Use use) {
      contexts.add(Optional.ofNullable(MDC.get("migration")));
      asked.add(role.substring(IAM.length()) + " " + use.actions() + " " + use.resource() + " " + use.context());
      return use.actions().stream().filter(denied::containsKey).map(action -> new Denial(action, denied.get(action))).toList();
    }

    @Override
    public List<AwsAccount.Subnet> subnets(List<String> ids) {
      return subnets.stream().filter(s -> ids.contains(s.id())).toList();
    }

    @Override
    public List<Group> groups(List<String> ids) {
      return groups.stream().filter(g -> ids.contains(g.id())).toList();
    }

    @Override
    public SecretFacts secret(String arn) {
      return facts;
    }

    @Override
    public Optional<RdsDatabase> rds(String host) {
      return host.equals("source.example.com") ? rds : Optional.empty();
    }

    @Override
    public boolean hasConfirmedSubscription(String topic) {
      contexts.add(Optional.ofNullable(MDC.get("migration")));
      if (down) {
        throw new IllegalStateException("AccessDenied");
      }
      return heard;
    }
  }

  private Migration migration() {
    return new Migration(
            "orders", Migration.Mode.plan, new Migration.Endpoint(SOURCE, Migration.Tls.verifyFull, Optional.empty()),
            new Migration.Endpoint(TARGET, Migration.Tls.verifyFull, Optional.of("pem")), List.of(),
            new Migration.Replication(instanceClass, storage, false, subnets, subnetGroup, groups, false, Optional.empty(), Map.of(), 8),
            new Migration.Verification(1000, 1, Duration.ofHours(1), List.of()),
            new Migration.Cutover(Migration.Approval.none, Migration.Freeze.readOnly, Duration.ofSeconds(5), 3, Duration.ofHours(1), Duration.ofHours(1)),
            Migration.Finish.delete, Optional.empty(), Migration.Schema.DEFAULT, Migration.Indexes.DEFAULT, List.of(), Migration.Keyless.refuse, List.of());
  }

  private List<Finding> look() {
    return new AccountChecks(dms, account, migration(), ADDRESSES, ACCOUNT).look();
  }

  private List<String> codes() {
    return look().stream().map(f -> f.code() + " " + f.severity()).toList();
  }

  @Test
  void namesThePartitionAndDmsEvenForAnUnknownRegion() {
    assertThat(account("cn-north-1").partition()).isEqualTo("aws-cn");
    assertThat(account("cn-north-1").regionalDms()).isEqualTo("dms.cn-north-1.amazonaws.com.cn");
    assertThat(account("eu-west-99").regionalDms()).isEqualTo("dms.eu-west-99.amazonaws.com");
  }

  private static AccountChecks.Account account(String region) {
    return new AccountChecks.Account(region, "", "");
  }

  @Test
  void findsNothingWrongWithASoundAccount() {
    assertThat(look()).isEmpty();
  }

  @Test
  void writesTheCommandsThatChangeTheSourcesParameters() {
    parameters(new AwsAccount.ParameterGroup("default.mysql8.0", "mysql8.0", "orders", false, false));
    assertThat(finding("TW-P358").fix())
        .startsWith("aws rds create-db-parameter-group --db-parameter-group-name tideway-orders --db-parameter-group-family mysql8.0 ")
        .contains("aws rds modify-db-instance --db-instance-identifier orders --db-parameter-group-name tideway-orders --apply-immediately")
        .endsWith("aws rds reboot-db-instance --db-instance-identifier orders");
    parameters(new AwsAccount.ParameterGroup("mine", "aurora-mysql8.0", "orders-1", true, false));
    assertThat(finding("TW-P358").fix())
        .startsWith("aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name mine ")
        .doesNotContain("create-", "modify-db-cluster --")
        .endsWith("--db-instance-identifier orders-1");
    parameters(new AwsAccount.ParameterGroup("mine", "mysql8.0", "orders", false, true));
    assertThat(finding("TW-P358").severity()).isEqualTo(Severity.warning);
    assertThat(finding("TW-P358").fix()).isEqualTo("aws rds reboot-db-instance --db-instance-identifier orders");
  }

  private void parameters(AwsAccount.ParameterGroup group) {
    account.rds = Optional.of(new AwsAccount.RdsDatabase("orders", false, List.of("sg-db"), Optional.of(group)));
  }

  private Finding finding(String code) {
    return look().stream().filter(f -> f.code().equals(code)).findFirst().orElseThrow();
  }

  @Test
  void reportsAnEngineWhoseSupportEndsDuringTheMigration() {
    dms.forcedUpgrades.put("3.5.4", Platform.clock().instant().plus(Duration.ofDays(10)));
    assertThat(codes()).containsExactly("TW-P391 warning");
    dms.versions.add("3.6.1");
    assertThat(look()).as("a new instance gets the newer one").isEmpty();
    dms.forcedUpgrades.put("3.6.1", Platform.clock().instant().plus(Duration.ofDays(400)));
    assertThat(look()).isEmpty();
  }

  @Test
  void countsWhatIsLeftOfAQuota() {
    dms.quotas.add(AccountQuota.builder().accountQuotaName("ReplicationInstances").used(59L).max(60L).build());
    dms.quotas.add(AccountQuota.builder().accountQuotaName("Certificates").used(98L).max(100L).build());
    assertThat(look()).isEmpty();
    // both servers are verified, and AWS DMS needs a certificate for each
    dms.quotas.set(dms.quotas.size() - 1, AccountQuota.builder().accountQuotaName("Certificates").used(99L).max(100L).build());
    dms.quotas.add(AccountQuota.builder().accountQuotaName("AllocatedStorage").used(29_951L).max(30_000L).build());
    dms.quotas.add(AccountQuota.builder().accountQuotaName("Endpoints").used(999L).max(1_000L).build());
    assertThat(codes()).containsExactly("TW-P380 blocker", "TW-P380 blocker", "TW-P380 blocker");
  }

  @Test
  void givesTheCommandForAMissingServiceRole() {
    account.roles.remove("dms-vpc-role");
    account.roles.put("dms-cloudwatch-logs-role", "ec2.amazonaws.com");
    assertThat(codes()).containsExactly("TW-P381 blocker", "TW-P381 warning");
    assertThat(look().getFirst().fix()).contains("aws iam create-role --role-name dms-vpc-role", "AmazonDMSVPCManagementRole");
  }

  @Test
  void namesWhatAServiceRoleMayNotDo() {
    account.denied.put("ec2:DescribeVpcs", List.of());
    account.denied.put("ec2:CreateNetworkInterface", List.of());
    account.denied.put("logs:PutLogEvents", List.of());
    assertThat(codes()).containsExactly("TW-P381 blocker", "TW-P381 warning");
    assertThat(look()).extracting(Finding::found).containsExactly("a role that is denied ec2:DescribeVpcs, ec2:CreateNetworkInterface", "a role that is denied logs:PutLogEvents");
    assertThat(look().getFirst().fix())
        .isEqualTo("aws iam attach-role-policy --role-name dms-vpc-role --policy-arn arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole");
  }

  @Test
  void needsAClassAndAnAmountOfStorageThatAreOffered() {
    instanceClass = "dms.x9.large";
    assertThat(codes()).containsExactly("TW-P382 blocker");
    assertThat(look().getFirst().needed()).contains("dms.t3.large");
    instanceClass = "dms.t3.large";
    storage = 7_000;
    assertThat(look()).extracting(Finding::object).containsExactly("/replication/storageGb");
  }

  @Test
  void needsANewEnoughEngine() {
    dms.versions.clear();
    dms.versions.add("3.4.7");
    assertThat(codes()).containsExactly("TW-P383 blocker");
    dms.versions.add("3.10.0");
    assertThat(look()).isEmpty();
  }

  @Test
  void needsSubnetsOfOneVpcInTwoZones() {
    subnets = List.of("a", "b");
    assertThat(look()).extracting(Finding::found).containsExactly("no such subnets: a, b");
    account.subnets.add(new AwsAccount.Subnet("a", "eu-west-1a", "vpc-1", "10.0.1.0/24"));
    account.subnets.add(new AwsAccount.Subnet("b", "eu-west-1a", "vpc-1", "10.0.2.0/24"));
    assertThat(look()).extracting(Finding::found).containsExactly("subnets in one zone only: eu-west-1a");
    account.subnets.set(1, new AwsAccount.Subnet("b", "eu-west-1b", "vpc-2", "10.0.2.0/24"));
    assertThat(look()).extracting(Finding::found).containsExactly("subnets of more than one VPC");
    account.subnets.set(1, new AwsAccount.Subnet("b", "eu-west-1b", "vpc-1", "10.0.2.0/24"));
    assertThat(look()).isEmpty();
  }

  @Test
  void needsTheSameOfASubnetGroup() {
    subnetGroup = Optional.of("own");
    assertThat(look()).extracting(Finding::found).containsExactly("no subnet group own");
    dms.groups.put("own", ReplicationSubnetGroup.builder().replicationSubnetGroupIdentifier("own").subnets(subnet("a"), subnet("a")).build());
    assertThat(codes()).containsExactly("TW-P384 blocker");
    dms.groups.put("own", ReplicationSubnetGroup.builder().replicationSubnetGroupIdentifier("own").subnets(subnet("a"), subnet("b")).build());
    assertThat(look()).isEmpty();
  }

  @Test
  void checksTheGroupThatAwsDmsChooses() {
    dms.groups.put("default", ReplicationSubnetGroup.builder().replicationSubnetGroupIdentifier("default").subnets(subnet("a")).build());
    assertThat(look()).extracting(Finding::found).singleElement().asString().contains("default is in one zone only: eu-west-1a");
    assertThat(codes()).containsExactly("TW-P384 blocker");
    dms.groups.remove("default");
    assertThat(codes()).containsExactly("TW-P384 info");
    assertThat(look().getFirst().needed()).contains("default VPC");
  }

  private static software.amazon.awssdk.services.databasemigration.model.Subnet subnet(String zone) {
    return software.amazon.awssdk.services.databasemigration.model.Subnet.builder().subnetAvailabilityZone(AvailabilityZone.builder().name("eu-west-1" + zone).build()).build();
  }

  @Test
  void needsAnOutboundRuleToBothDatabases() {
    groups = List.of("sg-1");
    assertThat(look()).extracting(Finding::found).contains("no security group sg-1");
    account.groups.add(new AwsAccount.Group("sg-1", List.of(new AwsAccount.Outbound("tcp", 3306, 3306)), List.of()));
    assertThat(look()).extracting(Finding::found).containsExactly("no rule that lets the replication instance out to port 4000 of the target");
    account.groups.set(0, new AwsAccount.Group("sg-1", List.of(new AwsAccount.Outbound("-1", 0, 0)), List.of()));
    assertThat(look()).isEmpty();
  }

  private void database(boolean serverlessV1, AwsAccount.Inbound... inbound) {
    account.rds = Optional.of(new AwsAccount.RdsDatabase("orders", serverlessV1, List.of("sg-db"), Optional.empty()));
    account.groups.removeIf(group -> group.id().equals("sg-db"));
    account.groups.add(new AwsAccount.Group("sg-db", List.of(), List.of(inbound)));
  }

  private static AwsAccount.Inbound rule(int port, List<String> groups, List<String> networks) {
    return new AwsAccount.Inbound("tcp", port, port, groups, networks);
  }

  @Test
  void needsAnInboundRuleOfASourceInRds() {
    database(false);
    assertThat(codes()).containsExactly("TW-P356 warning");
    assertThat(look().getFirst().fix()).endsWith("--group-id sg-db --protocol tcp --port 3306 --cidr SUBNET_CIDR");
    database(false, rule(5432, List.of("sg-1"), List.of("0.0.0.0/0")));
    assertThat(codes()).containsExactly("TW-P356 warning");
    database(false, rule(3306, List.of(), List.of("192.168.0.0/24")));
    assertThat(look()).as("the request names neither groups nor subnets, so that any rule may fit").isEmpty();

    account.groups.add(new AwsAccount.Group("sg-1", List.of(new AwsAccount.Outbound("-1", 0, 0)), List.of()));
    groups = List.of("sg-1");
    account.subnets.add(new AwsAccount.Subnet("a", "eu-west-1a", "vpc-1", "10.0.1.0/24"));
    account.subnets.add(new AwsAccount.Subnet("b", "eu-west-1b", "vpc-1", "10.0.2.0/24"));
    subnets = List.of("a", "b");
    assertThat(look().getFirst().fix()).isEqualTo("aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp --port 3306 --source-group sg-1");
    database(false, rule(3306, List.of("sg-other"), List.of("192.168.0.0/24")));
    assertThat(codes()).containsExactly("TW-P356 warning");
    database(false, rule(3306, List.of("sg-1"), List.of()));
    assertThat(look()).isEmpty();
    database(false, rule(3306, List.of(), List.of("10.0.0.0/16")));
    assertThat(look()).isEmpty();
    database(false, new AwsAccount.Inbound("-1", 0, 0, List.of("sg-1"), List.of()));
    assertThat(look()).isEmpty();
  }

  @Test
  void refusesAnAuroraServerlessV1Source() {
    database(true, rule(3306, List.of(), List.of("0.0.0.0/0")));
    assertThat(codes()).containsExactly("TW-P355 blocker");
    assertThat(look().getFirst().fix()).contains("--db-cluster-identifier orders --engine-mode provisioned");
    database(false, rule(3306, List.of(), List.of("0.0.0.0/0")));
    assertThat(look()).isEmpty();
  }

  @Test
  void needsSecretsThatDmsCanRead() {
    account.denied.put("secretsmanager:GetSecretValue", List.of());
    assertThat(codes()).containsExactly("TW-P385 blocker", "TW-P385 blocker");
    assertThat(look().getFirst().found()).isEqualTo("a secret for which the role stack-DmsSecretsRole is denied secretsmanager:GetSecretValue");
    account.denied.clear();
    account.facts = new AwsAccount.SecretFacts(Optional.of("rds"), Optional.empty());
    assertThat(codes()).containsExactly("TW-P389 blocker", "TW-P389 blocker");
    account.facts = new AwsAccount.SecretFacts(Optional.empty(), Optional.empty());
    account.roles.put("stack-DmsSecretsRole", "dms.amazonaws.com");
    assertThat(codes()).containsExactly("TW-P385 blocker", "TW-P385 blocker");
    assertThat(look().getFirst().found()).isEqualTo("no role stack-DmsSecretsRole that trusts dms.eu-west-1.amazonaws.com");
  }

  @Test
  void wantsKeysThatDmsCanUse() {
    account.facts = new AwsAccount.SecretFacts(Optional.empty(), Optional.of("arn:aws:kms:eu-west-1:123456789012:key/1"));
    assertThat(look()).isEmpty();
    account.denied.put("kms:Decrypt", List.of("aws:SourceVpc"));
    assertThat(codes()).containsExactly("TW-P385 warning", "TW-P385 warning");
    assertThat(look().getFirst().found())
        .isEqualTo(
            "a secret encrypted with the key arn:aws:kms:eu-west-1:123456789012:key/1, for which the role stack-DmsSecretsRole is denied kms:Decrypt"
                + " (if it depends on them, without a value for aws:SourceVpc)");
    account.facts = new AwsAccount.SecretFacts(Optional.empty(), Optional.of("1"));
    assertThat(look().getFirst().found()).startsWith("a secret encrypted with the key arn:aws:kms:eu-west-1:123456789012:key/1,");
    account.facts = new AwsAccount.SecretFacts(Optional.empty(), Optional.of("alias/mine"));
    assertThat(look().getFirst().found()).startsWith("a secret encrypted with the key arn:aws:kms:eu-west-1:123456789012:alias/mine,");
  }

  /** IAM refuses a resource that is no ARN, and allows what depends on a condition only if the simulation has its value. */
  @Test
  void simulatesTheCallsThatAwsDmsMakes() {
    account.facts = new AwsAccount.SecretFacts(Optional.empty(), Optional.of("arn:aws:kms:eu-west-1:123456789012:key/1"));
    look();
    assertThat(account.asked)
        .contains(
            "dms-vpc-role [ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface, ec2:ModifyNetworkInterfaceAttribute]"
                + " arn:aws:ec2:eu-west-1:123456789012:network-interface/eni-00000000000000000 {}",
            "dms-cloudwatch-logs-role [logs:CreateLogStream, logs:PutLogEvents]"
                + " arn:aws:logs:eu-west-1:123456789012:log-group:dms-tasks-tideway-orders:log-stream:dms-task-tideway-orders-1 {}",
            "stack-DmsSecretsRole [secretsmanager:GetSecretValue] " + SOURCE + " {}",
            "stack-DmsSecretsRole [kms:Decrypt] arn:aws:kms:eu-west-1:123456789012:key/1 {kms:ViaService=secretsmanager.eu-west-1.amazonaws.com}");
  }

  @Test
  void distinguishesItsOwnLeftoversFromForeignResources() {
    String arn = "arn:rep:tideway-orders";
    dms.instances.put(arn, ReplicationInstance.builder().replicationInstanceIdentifier("tideway-orders").replicationInstanceArn(arn).build());
    assertThat(codes()).containsExactly("TW-P387 blocker");
    dms.tags.put(arn, List.of(Tag.builder().key("tideway:migration").value("orders").build()));
    assertThat(codes()).containsExactly("TW-P387 info");
  }

  @Test
  void needsAConfirmedSubscription() {
    account.heard = false;
    assertThat(codes()).containsExactly("TW-P388 warning");
  }

  /** A function inside the VPC writes the addresses. Quotas, roles and subnets are checked even if it could not. */
  @Test
  void checksWhatNeedsNoAddressWithoutTheFileOfAddresses() {
    account.roles.remove("dms-vpc-role");
    Run run = new Run("orders", "arn:e", 1, "migrations/orders/e");
    MemoryLocks locks = new MemoryLocks();
    locks.acquire(run.migration(), run.execution(), "subject", run.prefix());
    MemoryObjects objects = new MemoryObjects();
    new Workspace(objects, run).write(Migration.FILE, migration());
    assertThat(new CheckAccountHandler(objects, locks, dms, account, ACCOUNT).handle(new CheckAccountHandler.Input(run), () -> Duration.ofMinutes(1)))
        .isEqualTo(new CheckAccountHandler.Output(1, 0));
    assertThat(new Workspace(objects, run).read(AccountChecks.FINDINGS)).extracting(Finding::code).containsExactly("TW-P381");
  }

  /** The checks run at the same time; a line that one of them logs must still name the migration. */
  @Test
  void everyCheckLogsWithItsContext() {
    new LogContext("orders", "", "", "").during(this::look);
    assertThat(account.contexts).hasSizeGreaterThan(2).containsOnly(Optional.of("orders"));
  }

  @Test
  void turnsACheckThatFailsIntoAFindingAndGoesOn() {
    account.down = true;
    account.roles.remove("dms-vpc-role");
    assertThat(look()).extracting(Finding::code).containsExactly("TW-P390", "TW-P381");
    assertThat(look()).extracting(Finding::severity).containsExactly(Severity.warning, Severity.blocker);
  }
}

package dev.tideway.plan.account;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers as the API references of RDS and EC2 show them, shortened; no test server returns them. */
class LiveAwsAccountTest {
  private static Element xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
  }

  @Test
  void readsAnInstance() throws Exception {
    Element answer = xml("""
        <DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances><DBInstance>
        <DBInstanceIdentifier>orders</DBInstanceIdentifier><Engine>mysql</Engine><EngineVersion>8.0.40</EngineVersion><DBParameterGroups><DBParameterGroup>
        <DBParameterGroupName>default.mysql8.0</DBParameterGroupName><ParameterApplyStatus>in-sync</ParameterApplyStatus></DBParameterGroup></DBParameterGroups><VpcSecurityGroups>
        <VpcSecurityGroupMembership><Status>active</Status><VpcSecurityGroupId>sg-1</VpcSecurityGroupId></VpcSecurityGroupMembership>
        <VpcSecurityGroupMembership><Status>active</Status><VpcSecurityGroupId>sg-2</VpcSecurityGroupId></VpcSecurityGroupMembership>
        </VpcSecurityGroups></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>""");
    assertThat(LiveAwsAccount.rds("orders", answer)).isEqualTo(new AwsAccount.RdsDatabase("orders", false, List.of("sg-1", "sg-2"),
        Optional.of(new AwsAccount.ParameterGroup("default.mysql8.0", "mysql8.0", "orders", false, false))));
  }

  @Test
  void readsTheModeOfACluster() throws Exception {
    String answer = """
        <DescribeDBClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBClustersResult><DBClusters><DBCluster>
        <EngineMode>%s</EngineMode><Engine>aurora-mysql</Engine><EngineVersion>8.0.mysql_aurora.3.08.0</EngineVersion>
        <DBClusterParameterGroup>mine</DBClusterParameterGroup><DBClusterMembers><DBClusterMember><DBInstanceIdentifier>orders-1</DBInstanceIdentifier><IsClusterWriter>false</IsClusterWriter>
        <DBClusterParameterGroupStatus>in-sync</DBClusterParameterGroupStatus></DBClusterMember><DBClusterMember><DBInstanceIdentifier>orders-2</DBInstanceIdentifier>
        <IsClusterWriter>true</IsClusterWriter><DBClusterParameterGroupStatus>pending-reboot</DBClusterParameterGroupStatus></DBClusterMember></DBClusterMembers><VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId>
        </VpcSecurityGroupMembership></VpcSecurityGroups></DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>""";
    assertThat(LiveAwsAccount.rds("orders", xml(answer.formatted("serverless"))).serverlessV1()).isTrue();
    assertThat(LiveAwsAccount.rds("orders", xml(answer.formatted("provisioned"))).parameters())
        .contains(new AwsAccount.ParameterGroup("mine", "aurora-mysql8.0", "orders-2", true, true));
    assertThat(LiveAwsAccount.rds("orders", xml(answer.formatted("provisioned"))).serverlessV1()).as("Serverless v2 is provisioned, too").isFalse();
  }

  @Test
  void readsTheRulesOfASecurityGroup() throws Exception {
    Element group = xml("""
        <item xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><groupId>sg-1</groupId><ipPermissions><item><ipProtocol>tcp</ipProtocol>
        <fromPort>3306</fromPort><toPort>3307</toPort><groups><item><userId>1</userId><groupId>sg-2</groupId></item></groups>
        <ipRanges><item><cidrIp>10.0.0.0/16</cidrIp></item></ipRanges><ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges>
        <prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds></item></ipPermissions>
        <ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>
        </ipPermissionsEgress></item>""");
    assertThat(LiveAwsAccount.group(group)).isEqualTo(new AwsAccount.Group(
        "sg-1", List.of(new AwsAccount.Outbound("-1", 0, 0)),
        List.of(new AwsAccount.Inbound("tcp", 3306, 3307, List.of("sg-2"), List.of("10.0.0.0/16", "::/0", "pl-1")))));
  }
}

"""The network that the sample requests and the stack's parameters name: moto would give its parts random names."""

from unittest import mock

from moto.ec2.models import ec2_backends, route_tables, security_groups, subnets, vpcs

ACCOUNT = "123456789012"
REGION = "us-east-1"
ZONES = {"subnet-00000001": ("us-east-1a", "10.0.0.0/24"), "subnet-00000002": ("us-east-1b", "10.0.1.0/24")}
VPC = "vpc-00000001"
ROUTE_TABLE = "rtb-00000001"
SECURITY_GROUP = "sg-00000001"


def install():
    ec2 = ec2_backends[ACCOUNT][REGION]
    with mock.patch.object(vpcs, "random_vpc_id", return_value=VPC), mock.patch.object(
        route_tables, "random_route_table_id", return_value=ROUTE_TABLE
    ):
        vpc = ec2.create_vpc("10.0.0.0/16")
    for name, (zone, block) in ZONES.items():
        with mock.patch.object(subnets, "random_subnet_id", return_value=name):
            ec2.create_subnet(vpc.id, block, availability_zone=zone)
    with mock.patch.object(security_groups, "random_security_group_id", return_value=SECURITY_GROUP):
        ec2.create_security_group("tideway", "lets out all, as a new group does", vpc_id=vpc.id)


def described():
    """What there is, for the gateway to read: the VPC and zone of each subnet, the VPC of each security group."""
    ec2 = ec2_backends[ACCOUNT][REGION]
    return {
        "subnets": {subnet.id: {"vpc": subnet.vpc_id, "zone": subnet.availability_zone} for subnet in ec2.describe_subnets()},
        "securityGroups": {group.id: group.vpc_id for group in ec2.describe_security_groups()},
    }


def refuse_absent(vpc_config):
    """Lambda looks its network up before it creates a function."""
    subnets, groups = vpc_config.get("SubnetIds", []), vpc_config.get("SecurityGroupIds", [])
    if bool(subnets) != bool(groups):
        raise ValueError("SubnetIds and SecurityIds must coexist or be both empty list.")
    there = described()
    for subnet in subnets:
        if subnet not in there["subnets"]:
            raise ValueError("Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. "
                             f"EC2 Error Message: The subnet ID '{subnet}' does not exist")
    for group in groups:
        if group not in there["securityGroups"]:
            raise ValueError("Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. "
                             f"EC2 Error Message: The security group '{group}' does not exist")

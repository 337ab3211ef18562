"""The roles of an account that has used DMS (DMS user guide, "Creating the IAM roles to use with AWS DMS"), with AWS's own policies as moto has recorded them."""

import json

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, iam_backends

import network

SERVICE_ROLES = {"dms-vpc-role": "AmazonDMSVPCManagementRole", "dms-cloudwatch-logs-role": "AmazonDMSCloudWatchLogsRole"}
TRUST = {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def install():
    iam = iam_backends[network.ACCOUNT]["aws"]
    of_aws = json.loads(aws_managed_policies_data)
    for name, policy_name in SERVICE_ROLES.items():
        policy = AWSManagedPolicy.from_data(policy_name, network.ACCOUNT, network.REGION, of_aws[policy_name])
        iam.managed_policies[policy.arn] = policy
        role = iam.create_role(role_name=name, assume_role_policy_document=json.dumps(TRUST), path="/", permissions_boundary=None, description="",
                               tags=[], max_session_duration="3600")
        policy.attach_to(role)


def described():
    """ARN of each role -> its policies, for the gateway to read."""
    return {role.arn: [json.loads(document) for document in [*role.policies.values(), *map(_document, role.managed_policies.values())]]
            for role in iam_backends[network.ACCOUNT]["aws"].get_roles()}


def _document(policy):
    """The version that holds."""
    return next(version.document for version in policy.versions if version.version_id == policy.default_version_id)

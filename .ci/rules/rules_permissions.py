"""parliament on every policy: of roles, of resources, who may take a role, who may call a function."""

import json
import warnings

from tree import ARNS, Finding

with warnings.catch_warnings():
    # it asks setuptools for its files
    warnings.simplefilter("ignore")
    import parliament
    from parliament.statement import get_arn_format, get_privilege_info

# resource type -> where its policy stands
POLICIES = {"AWS::S3::BucketPolicy": "PolicyDocument", "AWS::SNS::TopicPolicy": "PolicyDocument", "AWS::SQS::QueuePolicy": "PolicyDocument",
            "AWS::IAM::Policy": "PolicyDocument", "AWS::IAM::ManagedPolicy": "PolicyDocument", "AWS::KMS::Key": "KeyPolicy"}


def check(tree):
    return f"{len(list(all_policies(tree.full)))} policies", tree.in_both(problems)


def problems(deployment):
    findings = []
    for where, policy in all_policies(deployment):
        # SAM writes some without a version, which IAM takes for the older one
        document = {"Version": "2012-10-17", **policy}
        for one in parliament.analyze_policy_string(json.dumps(document), where).findings:
            findings += [Finding(one.issue, f"{where}/{about}", what) for about, what in parts(one)]
        findings += [Finding("RESOURCE_WITHOUT_ACTION", f"{where}/{resource}", "fits no action of its statement")
                     for resource in idle_resources(document)]
    return findings


def parts(finding):
    """One finding may speak of many actions."""
    details = finding.detail if isinstance(finding.detail, list) else [finding.detail]
    for detail in details:
        if isinstance(detail, dict):
            yield detail["action"], f"takes {detail['required_format']}"
        elif isinstance(finding.detail, list):
            yield detail, "on every resource"
        else:
            yield finding.location.get("string", "") or "", str(detail)


def all_policies(deployment):
    for name, (kind, properties) in deployment.resources.items():
        if kind in POLICIES:
            yield name, properties[POLICIES[kind]]
        if kind == "AWS::IAM::Role":
            # a trust policy says no resource: it is that of its role
            trust = properties["AssumeRolePolicyDocument"]
            yield name, {**trust, "Statement": [{**statement, "Resource": ARNS[kind].format(name)} for statement in trust["Statement"]]}
            for policy in properties.get("Policies", []):
                yield name, policy["PolicyDocument"]
        if kind == "AWS::Lambda::Permission":
            function = properties["FunctionName"]
            arn = function if function.startswith("arn:") else ARNS["AWS::Lambda::Function"].format(function)
            yield name, {"Statement": [{"Effect": "Allow", "Action": properties["Action"], "Resource": arn}]}


def listed(value):
    return value if isinstance(value, list) else [value]


def idle_resources(document):
    """Resources that fit no action of their statement: parliament only looks for actions without a resource."""
    for statement in listed(document["Statement"]):
        formats = [form for action in listed(statement.get("Action", [])) for form in resource_formats(action)]
        for resource in listed(statement.get("Resource", [])):
            if resource != "*" and formats and not any(parliament.is_arn_match(kind, form, resource) for kind, form in formats):
                yield resource


def resource_formats(action):
    try:
        for one in parliament.expand_action(action):
            privilege = get_privilege_info(one["service"], one["action"])
            for kind in privilege["resource_types"]:
                if kind["resource_type"]:
                    name = kind["resource_type"].replace("*", "")
                    yield name, get_arn_format(name, privilege["service_resources"])
    except (parliament.UnknownActionException, parliament.UnknownPrefixException):
        # said by parliament itself
        return

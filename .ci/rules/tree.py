"""The checkout that is looked at: its template as CloudFormation gets it, and every value in it as it will be."""

import dataclasses
import functools
import json
import os
import pathlib
import re

import sys

from samtranslator.yaml_helper import yaml_parse

# the local cloud gets its template in the same way
sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "local/aws"))
import sam

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

CODE = "s3://code"
# Values for the parameters that are empty by default, so that every condition that asks for one holds, and nothing is left out.
PARAMETERS = {
    "AlertEmail": "ada@example.com",
    "SecretKeyArns": "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
    "VpcId": "vpc-0123456789abcdef0",
    "SubnetIds": "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
    "SecurityGroupIds": "sg-0123456789abcdef0",
    "RouteTableIds": "rtb-0123456789abcdef0",
    "CreateVpcEndpoints": "true",
    "ScheduleExpression": "at(2026-12-06T02:00:00)",
}
PSEUDO_PARAMETERS = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::StackName": "tideway",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/tideway/1",
}
HERE = "us-east-1:123456789012"
ARNS = {
    "AWS::CloudWatch::Alarm": f"arn:aws:cloudwatch:{HERE}:alarm:{{}}",
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{HERE}:table/{{}}",
    "AWS::Events::Rule": f"arn:aws:events:{HERE}:rule/{{}}",
    "AWS::IAM::Role": "arn:aws:iam::123456789012:role/{}",
    "AWS::KMS::Key": f"arn:aws:kms:{HERE}:key/{{}}",
    "AWS::Lambda::Function": f"arn:aws:lambda:{HERE}:function:{{}}",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{HERE}:log-group:{{}}:*",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::Scheduler::Schedule": f"arn:aws:scheduler:{HERE}:schedule/default/{{}}",
    "AWS::SNS::Topic": f"arn:aws:sns:{HERE}:{{}}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{HERE}:{{}}",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{HERE}:stateMachine:{{}}",
}
REFERENCE_IS_ARN = ("AWS::SNS::Topic", "AWS::StepFunctions::StateMachine")


@dataclasses.dataclass(frozen=True)
class Finding:
    """What a tool says, of what, and under which of its rules."""

    rule: str
    where: str
    what: str


class Deployment(sam.Values):
    """The template under some values of its parameters: as SAM translates it, with these values as defaults, and each resource worked out."""

    def __init__(self, template, parameters):
        self.translated = sam.translated(template, parameters)
        super().__init__(self.translated, parameters)
        for name, value in parameters.items():
            self.translated["Parameters"][name]["Default"] = value

    def resource(self, name):
        kind = self.translated["Resources"][name]["Type"]
        return ARNS[kind].format(name) if kind in REFERENCE_IS_ARN else name

    def attribute(self, name, attribute):
        kind = self.translated["Resources"][name]["Type"]
        return ARNS[kind].format(name) if attribute == "Arn" else f"{name}.{attribute}"

    def pseudo(self, name):
        return PSEUDO_PARAMETERS[name]

    @functools.cached_property
    def decided(self):
        """The template with its conditions decided, for tools that look at what no condition lets be: what is not made is not there, and what is, unconditional."""
        def decide(node):
            if isinstance(node, list):
                return [item for item in map(decide, node) if item != sam.NO_VALUE]
            if not isinstance(node, dict):
                return node
            if list(node) == ["Fn::If"]:
                condition, *branches = node["Fn::If"]
                return decide(branches[0 if self.holds(condition) else 1])
            return {key: value for key, value in ((key, decide(item)) for key, item in node.items()) if value != sam.NO_VALUE}

        def made(section):
            return {name: decide({key: value for key, value in one.items() if key != "Condition"})
                    for name, one in self.translated.get(section, {}).items() if "Condition" not in one or self.holds(one["Condition"])}

        kept = {name: section for name, section in self.translated.items() if name != "Conditions"}
        return kept | {"Resources": made("Resources"), "Outputs": made("Outputs")}

    @functools.cached_property
    def resources(self):
        """Logical id -> (type, properties) of every resource whose condition holds, with every function of CloudFormation worked out."""
        return {name: (resource["Type"], self.value(resource.get("Properties", {})))
                for name, resource in self.translated["Resources"].items()
                if "Condition" not in resource or self.holds(resource["Condition"])}

    @functools.cached_property
    def definitions(self):
        """Logical id -> definition, as the service gets it, of each state machine."""
        return {name: json.loads(re.sub(r"\$\{(\w+)}", lambda name: str(properties["DefinitionSubstitutions"][name[1]]),
                                        properties["DefinitionString"]))
                for name, (kind, properties) in self.resources.items() if kind == "AWS::StepFunctions::StateMachine"}


class Tree:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.template = self.folder / "template.yaml"

    @functools.cached_property
    def packaged(self):
        template = yaml_parse(self.template.read_text(encoding="utf-8"))
        return sam.packaged(template, self.folder, CODE)

    @functools.cached_property
    def default(self):
        """The deployment of somebody who gives no parameter."""
        return Deployment(self.packaged, {})

    @functools.cached_property
    def full(self):
        """The deployment in which nothing is left out."""
        empty = [name for name, parameter in self.packaged["Parameters"].items() if parameter.get("Default", "") in ("", "false")]
        unknown = sorted(set(empty) - set(PARAMETERS))
        if unknown:
            raise ValueError(f"the parameter {unknown[0]} needs a value in .ci/rules/tree.py, so that conditions that ask for it hold")
        return Deployment(self.packaged, {name: PARAMETERS[name] for name in empty})

    def in_both(self, check):
        """The findings of a check in either deployment, each once."""
        return list(dict.fromkeys(finding for deployment in (self.full, self.default) for finding in check(deployment)))

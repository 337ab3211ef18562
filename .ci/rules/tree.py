"""The checkout that is looked at: its template as CloudFormation gets it, and every value in it as it will be."""

import dataclasses
import functools
import json
import os
import pathlib
import re

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

# A deployment in which every condition holds, so that nothing is left out.
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


class ManagedPolicies:
    """The managed policies that SAM names without an ARN."""

    def load(self):
        return {"AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
                "AWSLambdaVPCAccessExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
                "AWSXrayWriteOnlyAccess": "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
                "AWSXRayDaemonWriteAccess": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"}


class Tree:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.template = self.folder / "template.yaml"

    @functools.cached_property
    def translated(self):
        """What SAM makes of the template once its code is uploaded; parameters that are empty by default get a value."""
        template = yaml_parse(self.template.read_text(encoding="utf-8"))
        for resource in template["Resources"].values():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::Serverless::Function":
                properties["CodeUri"] = "s3://code/tideway.jar"
            if resource["Type"] == "AWS::Serverless::StateMachine":
                definition = self.folder / properties.pop("DefinitionUri")
                properties["Definition"] = json.loads(definition.read_text(encoding="utf-8"))
        translated = transform(template, {}, ManagedPolicies())
        for name, parameter in translated["Parameters"].items():
            if parameter.get("Default", "") in ("", "false"):
                if name not in PARAMETERS:
                    raise ValueError(f"the parameter {name} needs a value in .ci/rules/tree.py, so that conditions that ask for it hold")
                parameter["Default"] = PARAMETERS[name]
        return translated

    @functools.cached_property
    def resources(self):
        """Logical id -> (type, properties) with every function of CloudFormation worked out."""
        return {name: (resource["Type"], self.value(resource.get("Properties", {})))
                for name, resource in self.translated["Resources"].items()}

    @functools.cached_property
    def definitions(self):
        """Logical id -> definition, as the service gets it, of each state machine."""
        return {name: json.loads(re.sub(r"\$\{(\w+)}", lambda name: str(properties["DefinitionSubstitutions"][name[1]]),
                                        properties["DefinitionString"]))
                for name, (kind, properties) in self.resources.items() if kind == "AWS::StepFunctions::StateMachine"}

    def value(self, node):
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not None]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), = node.items()
            if name == "Ref":
                return self.reference(argument)
            if name == "Fn::GetAtt":
                return self.attribute(*(argument.split(".", 1) if isinstance(argument, str) else argument))
            if name == "Fn::Sub":
                return self.substitute(*(argument if isinstance(argument, list) else (argument, {})))
            if name == "Fn::Join":
                return argument[0].join(str(part) for part in self.value(argument[1]))
            if name == "Fn::Select":
                return self.value(argument[1])[int(argument[0])]
            if name == "Fn::Split":
                return self.value(argument[1]).split(argument[0])
            if name == "Fn::If":
                return self.value(argument[1 if self.holds({"Condition": argument[0]}) else 2])
            if name.startswith("Fn::"):
                raise ValueError(f"{name} is not known here: add it to .ci/rules/tree.py")
        return {key: value for key, value in ((key, self.value(item)) for key, item in node.items()) if value is not None}

    def reference(self, name):
        if name == "AWS::NoValue":
            return None
        if name in PSEUDO_PARAMETERS:
            return PSEUDO_PARAMETERS[name]
        if name in self.translated["Parameters"]:
            parameter = self.translated["Parameters"][name]
            default = parameter.get("Default", "")
            return default.split(",") if parameter["Type"] == "CommaDelimitedList" else default
        kind = self.translated["Resources"][name]["Type"]
        return ARNS[kind].format(name) if kind in REFERENCE_IS_ARN else name

    def attribute(self, name, attribute):
        kind = self.translated["Resources"][name]["Type"]
        return ARNS[kind].format(name) if attribute == "Arn" else f"{name}.{attribute}"

    def substitute(self, text, own):
        def replacement(match):
            name = match[1]
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in own:
                return str(self.value(own[name]))
            return str(self.attribute(*name.split(".", 1)) if "." in name else self.reference(name))

        return re.sub(r"\$\{([^}]+)}", replacement, text)

    def holds(self, condition):
        (name, argument), = condition.items()
        if name == "Condition":
            return self.holds(self.translated["Conditions"][argument])
        if name == "Fn::Not":
            return not self.holds(argument[0])
        if name == "Fn::And":
            return all(map(self.holds, argument))
        if name == "Fn::Or":
            return any(map(self.holds, argument))
        if name == "Fn::Equals":
            return self.value(argument[0]) == self.value(argument[1])
        raise ValueError(f"{name} is not known here: add it to .ci/rules/tree.py")

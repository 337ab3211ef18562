"""Deploys a SAM template to a running engine as `sam package` and `sam deploy` would, once or again, and prints what came of it as JSON.

Usage: python stack.py --template T --endpoint URL --stack NAME --region R [--parameter KEY=VALUE]...
Output: {"resources": {logical id: {"type", "physicalId", "properties"}}, "outputs": {...}}
Local definitions of state machines are inlined. Code is uploaded as a small stand-in: the gateway runs functions from the built jar itself.
"""

import argparse
import io
import json
import os
import pathlib
import sys
import urllib.request
import zipfile

import boto3
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

CODE_BUCKET = "tideway-local-code"
CODE_KEY = "functions.zip"


class ManagedPolicies:
    """The managed policies SAM templates name without an ARN."""

    def load(self):
        names = {
            "AWSLambdaBasicExecutionRole": "service-role/",
            "AWSLambdaVPCAccessExecutionRole": "service-role/",
            "AWSXrayWriteOnlyAccess": "",
            "AWSXRayDaemonWriteAccess": "",
        }
        return {name: f"arn:aws:iam::aws:policy/{path}{name}" for name, path in names.items()}


def package(template, folder):
    """Replaces what is local, as `sam package` does."""
    code = f"s3://{CODE_BUCKET}/{CODE_KEY}"
    global_function = template.get("Globals", {}).get("Function", {})
    if "CodeUri" in global_function:
        global_function["CodeUri"] = code
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function" and "CodeUri" in properties:
            properties["CodeUri"] = code
        if resource["Type"] == "AWS::Serverless::StateMachine" and isinstance(properties.get("DefinitionUri"), str):
            definition = folder / properties.pop("DefinitionUri")
            properties["Definition"] = json.loads(definition.read_text(encoding="utf-8"))
    return template


def check_rules(template, parameters):
    """Asserts the template's rules, as CloudFormation does before it creates anything."""
    declared = {name: parameter.get("Default") for name, parameter in template.get("Parameters", {}).items()} | parameters

    def value(expression):
        if not isinstance(expression, dict):
            return expression
        (function, argument), = expression.items()
        if function == "Ref":
            listed = template["Parameters"][argument]["Type"] in ("CommaDelimitedList", "List<String>")
            return str(declared[argument]).split(",") if listed else str(declared[argument])
        arguments = [value(item) for item in argument]
        return {
            "Fn::Equals": lambda: arguments[0] == arguments[1],
            "Fn::Not": lambda: not arguments[0],
            "Fn::And": lambda: all(arguments),
            "Fn::Or": lambda: any(arguments),
            "Fn::EachMemberEquals": lambda: all(member == arguments[1] for member in arguments[0]),
        }[function]()

    failed = [
        assertion["AssertDescription"]
        for rule in template.get("Rules", {}).values()
        if value(rule.get("RuleCondition", True))
        for assertion in rule["Assertions"]
        if not value(assertion["Assert"])
    ]
    if failed:
        sys.exit(f"Template validation error: rules failed for this template: {'; '.join(failed)}")


def upload_code(clients):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("README", "The functions run from the built jar.\n")
    s3 = clients("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    s3.put_object(Bucket=CODE_BUCKET, Key=CODE_KEY, Body=archive.getvalue())


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--template", type=pathlib.Path, required=True)
    arguments.add_argument("--endpoint", required=True)
    arguments.add_argument("--stack", required=True)
    arguments.add_argument("--region", required=True)
    arguments.add_argument("--parameter", action="append", default=[])
    options = arguments.parse_args()
    os.environ["AWS_DEFAULT_REGION"] = options.region
    parameters = dict(parameter.split("=", 1) for parameter in options.parameter)

    def clients(service):
        return boto3.client(service, endpoint_url=options.endpoint, region_name=options.region,
                            aws_access_key_id="admin", aws_secret_access_key="local")

    upload_code(clients)
    template = package(yaml_parse(options.template.read_text(encoding="utf-8")), options.template.parent)
    declared = template.get("Parameters", {})
    unknown = sorted(set(parameters) - set(declared))
    if unknown:
        sys.exit(f"The template has no parameter {', '.join(unknown)}; it has {', '.join(sorted(declared))}.")
    missing = sorted(name for name, parameter in declared.items() if "Default" not in parameter and name not in parameters)
    if missing:
        sys.exit(f"The template needs a value for {', '.join(missing)}.")
    check_rules(template, parameters)
    body = transform(template, parameters, ManagedPolicies())
    cloudformation = clients("cloudformation")
    exists = any(stack["StackName"] == options.stack for stack in cloudformation.describe_stacks()["Stacks"])
    deploy = cloudformation.update_stack if exists else cloudformation.create_stack
    deploy(
        StackName=options.stack,
        TemplateBody=json.dumps(body),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    stack = cloudformation.describe_stacks(StackName=options.stack)["Stacks"][0]
    if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        sys.exit(f"Stack {options.stack}: {stack['StackStatus']} {stack.get('StackStatusReason', '')}")
    with urllib.request.urlopen(options.endpoint + "/tideway/resources") as answer:
        resources = json.load(answer)
    # Conditions leave resources out by intent; anything else that is missing would be a hole in the local cloud.
    conditional = {name for name, resource in body["Resources"].items() if "Condition" in resource}
    absent = sorted(f"{name} ({body['Resources'][name]['Type']})" for name in set(body["Resources"]) - set(resources) - conditional)
    json.dump({"resources": resources, "outputs": {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])},
               "absent": absent}, sys.stdout)


if __name__ == "__main__":
    main()

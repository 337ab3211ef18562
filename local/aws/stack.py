"""Deploys a SAM template to a running engine as `sam package` and `sam deploy` would, once or again, and prints what came of it as JSON.

Usage: python stack.py --template T --endpoint URL --stack NAME --region R [--parameter KEY=VALUE]...
Output: {"resources": {logical id: {"type", "physicalId", "properties"}}, "outputs": {...}}
Local definitions of state machines are inlined. Code is uploaded as a small stand-in: the gateway runs functions from the built jars themselves.
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
from samtranslator.yaml_helper import yaml_parse

import sam

CODE_BUCKET = "tideway-local-code"


def check_rules(template, parameters):
    """Asserts the template's rules, as CloudFormation does before it creates anything."""
    values = sam.Values(template, parameters)
    failed = [
        assertion["AssertDescription"]
        for rule in template.get("Rules", {}).values()
        if values.value(rule.get("RuleCondition", True))
        for assertion in rule["Assertions"]
        if not values.value(assertion["Assert"])
    ]
    if failed:
        sys.exit(f"Template validation error: rules failed for this template: {'; '.join(failed)}")


def upload_code(clients, template):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("README", "The functions run from the built jars.\n")
    s3 = clients("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    for properties in [template.get("Globals", {}).get("Function", {}), *(resource.get("Properties", {}) for resource in template["Resources"].values())]:
        if "CodeUri" in properties:
            s3.put_object(Bucket=CODE_BUCKET, Key=pathlib.PurePosixPath(properties["CodeUri"]).name, Body=archive.getvalue())


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

    template = sam.packaged(yaml_parse(options.template.read_text(encoding="utf-8")), options.template.parent, f"s3://{CODE_BUCKET}")
    upload_code(clients, template)
    declared = template.get("Parameters", {})
    unknown = sorted(set(parameters) - set(declared))
    if unknown:
        sys.exit(f"The template has no parameter {', '.join(unknown)}; it has {', '.join(sorted(declared))}.")
    missing = sorted(name for name, parameter in declared.items() if "Default" not in parameter and name not in parameters)
    if missing:
        sys.exit(f"The template needs a value for {', '.join(missing)}.")
    check_rules(template, parameters)
    body = sam.translated(template, parameters)
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

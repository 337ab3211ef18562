"""Proves with the SAM translator that a deployment takes effect at once, and that it leaves nothing behind.

Usage: python .ci/deployment_takes_effect.py [--template template.yaml] [--publish-versions]

The template is translated as it is, with each parameter changed, and with each property of its functions edited. CloudFormation changes a resource
if it finds other properties under the same logical id; a Lambda version is a snapshot that never changes, so one whose logical id was there before
still has the properties from before. So this follows every reference to a function, in whatever resource or output it stands, and asks what
would be called after the deployment. It must be the function with its new properties.

--publish-versions seeds the fault (AutoPublishAlias for every function): the check must fail then.
Exit code: 0 if everything takes effect, 1 if not, 2 if the check itself could not be made.
"""

import argparse
import copy
import json
import logging
import os
import pathlib
import re
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

FUNCTION, VERSION, ALIAS = "AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Lambda::Alias"
SNAPSHOTS = (VERSION, ALIAS)
LATEST = "$LATEST"

# what a release may edit, and what it becomes
EDITS = {
    "Timeout": lambda old: (old or 3) + 1,
    "MemorySize": lambda old: (old or 128) + 64,
    "Handler": lambda old: "dev.tideway.Other::handleRequest",
    "VpcConfig": lambda old: {"SubnetIds": ["subnet-edited"], "SecurityGroupIds": ["sg-edited"]},
    "Environment": lambda old: {"Variables": {**(old or {}).get("Variables", {}), "EDITED": "1"}},
    "EphemeralStorage": lambda old: {"Size": 1024},
    "CodeUri": lambda old: "s3://code/another-release.jar",
}


class ManagedPolicies:
    """The managed policies SAM adds to roles."""

    def load(self):
        names = ("service-role/AWSLambdaBasicExecutionRole", "service-role/AWSLambdaVPCAccessExecutionRole", "AWSXrayWriteOnlyAccess",
                 "AWSXRayDaemonWriteAccess")
        return {name.split("/")[-1]: "arn:aws:iam::aws:policy/" + name for name in names}


def packaged(template, folder):
    """As `sam package` leaves it: everything local is in S3 or inline."""
    packaged_template = copy.deepcopy(template)
    for resource in packaged_template["Resources"].values():
        properties = resource.get("Properties", {})
        if "CodeUri" in properties and not str(properties["CodeUri"]).startswith("s3://"):
            properties["CodeUri"] = "s3://code/release.jar"
        if isinstance(properties.get("DefinitionUri"), str):
            properties["Definition"] = json.loads((folder / properties.pop("DefinitionUri")).read_text(encoding="utf-8"))
    return packaged_template


class Deployment:
    """What CloudFormation would be given: the translated template, with the values of its parameters."""

    def __init__(self, template, parameters):
        declared = template.get("Parameters", {})
        self.body = transform(copy.deepcopy(template), dict(parameters), ManagedPolicies())
        self.resources = self.body["Resources"]
        self.values = {name: str(parameters.get(name, p.get("Default", ""))) for name, p in declared.items()}
        self.lists = {name for name, p in declared.items() if "List" in p["Type"]}

    def of_type(self, *types):
        return {name: r for name, r in self.resources.items() if r["Type"] in types}

    def condition(self, name):
        return self.resolved(self.body["Conditions"][name])

    def resolved(self, value):
        """The value with parameters and conditions filled in; references to resources stay as they are."""
        if isinstance(value, list):
            return [item for item in map(self.resolved, value) if item != {"Ref": "AWS::NoValue"}]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (key, argument), = value.items()
            if key == "Ref" and argument in self.values:
                text = self.values[argument]
                return ([] if text == "" else text.split(",")) if argument in self.lists else text
            if key == "Condition" and isinstance(argument, str):
                return self.condition(argument)
            if key == "Fn::If":
                return self.resolved(argument[1] if self.condition(argument[0]) else argument[2])
            if key == "Fn::Equals":
                one, other = map(self.resolved, argument)
                return one == other
            if key == "Fn::Not":
                return not self.resolved(argument[0])
            if key in ("Fn::And", "Fn::Or"):
                return (all if key == "Fn::And" else any)(self.resolved(item) for item in argument)
            if key == "Fn::Join":
                items = self.resolved(argument[1])
                if isinstance(items, list) and all(isinstance(item, str) for item in items):
                    return argument[0].join(items)
                return {key: [argument[0], items]}
            if key == "Fn::Sub" and isinstance(argument, str):
                return {key: re.sub(r"\$\{(\w+)}", lambda m: self.values.get(m.group(1), m.group(0)), argument)}
        filled = {name: self.resolved(item) for name, item in value.items()}
        return {name: item for name, item in filled.items() if item != {"Ref": "AWS::NoValue"}}

    def properties(self, function):
        return self.resolved(self.resources[function]["Properties"])

    def references(self):
        """Every (place, logical id) at which a function, a version or an alias is named."""
        named = self.of_type(FUNCTION, *SNAPSHOTS)
        for section in ("Resources", "Outputs"):
            for name, item in self.body.get(section, {}).items():
                if item.get("Type") not in SNAPSHOTS:
                    for place, target in references(item, name, named):
                        yield place, target

    def function_of(self, snapshot):
        """The function of a version or an alias, by the logical id."""
        properties = self.resources[snapshot]["Properties"]
        return next(target for _, target in references(properties["FunctionName"], "", self.of_type(FUNCTION)))


def references(value, place, named):
    if isinstance(value, list):
        for item in value:
            yield from references(item, place, named)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref" and item in named:
                yield place, item
            elif key == "Fn::GetAtt" and (item if isinstance(item, str) else item[0]).split(".")[0] in named:
                yield place, (item if isinstance(item, str) else item[0]).split(".")[0]
            elif key == "Fn::Sub":
                text = item if isinstance(item, str) else item[0]
                for name in re.findall(r"\$\{(\w+)[.\w]*}", text):
                    if name in named:
                        yield place, name
                if isinstance(item, list):
                    yield from references(item[1], place, named)
            else:
                yield from references(item, place, named)


def qualified(value, place, named):
    """Texts that put a qualifier behind a function's name or ARN."""
    if isinstance(value, list):
        for before, after in zip(value, value[1:]):
            if isinstance(after, str) and after.startswith(":") and any(references(before, place, named)):
                yield f"{place}: {json.dumps([before, after])}"
        for item in value:
            yield from qualified(item, place, named)
    elif isinstance(value, dict):
        for key, item in value.items():
            text = item[0] if key == "Fn::Sub" and isinstance(item, list) else item
            if key == "Fn::Sub" and any(f in named for f in re.findall(r"\$\{(\w+)(?:\.Arn)?}:", text)):
                yield f"{place}: {text}"
            yield from qualified(item, place, named)


def called(before, after, target):
    """The properties that a call of the target meets after the deployment."""
    if after.resources[target]["Type"] == FUNCTION:
        return target, after.properties(target)
    function = after.function_of(target)
    version = target
    if after.resources[target]["Type"] == ALIAS:
        version = next(t for _, t in references(after.resources[target]["Properties"]["FunctionVersion"], "", after.of_type(VERSION)))
    # the same logical id is the same version, published by the deployment before
    return function, (before if version in before.resources else after).properties(function)


def stale(before, after):
    """Functions of which something still calls what was there before; and how many functions the deployment changes."""
    changed = {f for f in after.of_type(FUNCTION) if before.properties(f) != after.properties(f)}
    late = {}
    for place, target in after.references():
        function, met = called(before, after, target)
        if met != after.properties(function):
            late.setdefault(function, set()).add(place)
    return changed, late


def static_faults(deployment):
    for kind in SNAPSHOTS:
        snapshots = sorted(deployment.of_type(kind))
        if snapshots:
            yield f"{len(snapshots)} of {kind} ({snapshots[0]}, …): what they call is as it was on the day on which it was published"
    functions = deployment.of_type(FUNCTION)
    for section in ("Resources", "Outputs"):
        for name, item in deployment.body.get(section, {}).items():
            yield from (f"names a function with a qualifier: {text}" for text in qualified(item, name, functions))
    for name, resource in deployment.of_type("AWS::Lambda::EventInvokeConfig").items():
        # a call without a qualifier runs $LATEST, and only the settings of $LATEST are its settings
        if resource["Properties"].get("Qualifier") != LATEST:
            yield f"{name}: Qualifier is {resource['Properties'].get('Qualifier')}; asynchronous calls go to {LATEST}"
    for name, resource in deployment.of_type("AWS::StepFunctions::StateMachine").items():
        for place in re.findall(r"Function(?:Arn|Name)?}:[^\"]*|\"Qualifier\": *\"[^\"]*\"", json.dumps(resource["Properties"])):
            yield f"the definition of {name} calls with a qualifier: {place}"


def another(parameter):
    """A value of the parameter that is not its default."""
    default = str(parameter.get("Default", ""))
    if "AllowedValues" in parameter:
        return next(str(v) for v in parameter["AllowedValues"] if str(v) != default)
    if parameter["Type"] == "Number":
        return str(int(default or 0) + 1)
    return "changed-1,changed-2" if "List" in parameter["Type"] else "changed"


def main():
    arguments = argparse.ArgumentParser(description="What a deployment changes is what is called from then on.")
    arguments.add_argument("--template", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "template.yaml")
    arguments.add_argument("--publish-versions", action="store_true", help="seed the fault: publish a version of every function behind an alias")
    options = arguments.parse_args()
    logging.disable(logging.WARNING)  # the translator tells of its metrics
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    template = packaged(yaml_parse(options.template.read_text(encoding="utf-8")), options.template.parent)
    functions = {n: r["Properties"] for n, r in template["Resources"].items() if r["Type"] == "AWS::Serverless::Function"}
    if not functions:
        print(f"{options.template} has no function: nothing was proved.")
        sys.exit(2)
    if options.publish_versions:
        for name, properties in functions.items():
            properties["AutoPublishAlias"] = "live"
        text = json.dumps(template)
        for name in functions:
            text = text.replace(f'{{"Fn::GetAtt": ["{name}", "Arn"]}}', f'{{"Ref": "{name}.Version"}}')
        template = json.loads(text)
        functions = {n: template["Resources"][n]["Properties"] for n in functions}

    base = Deployment(template, {})
    faults = list(static_faults(base))
    print(f"{len(functions)} functions, named in {len(set(base.references()))} places; {len(base.of_type(VERSION))} versions, {len(base.of_type(ALIAS))} aliases")

    others = {name: another(p) for name, p in template.get("Parameters", {}).items()}
    everything = Deployment(template, others)
    # alone and beside all others, since some take effect only together
    cases = [(f"parameter {name}", base, Deployment(template, {name: value})) for name, value in others.items()]
    cases += [(f"parameter {name}, all others set", Deployment(template, {n: v for n, v in others.items() if n != name}), everything) for name in others]
    for name, edit in EDITS.items():
        edited = copy.deepcopy(template)
        for function in functions:
            properties = edited["Resources"][function]["Properties"]
            properties[name] = edit(properties.get(name))
        cases.append((f"property {name}", base, Deployment(edited, {})))
    effects = {}
    for what, before, after in cases:
        changed, late = stale(before, after)
        effects[what] = changed
        print(f"{what:50} changes {len(changed):2} functions; {len(late):2} are still called as they were before")
        for function, places in sorted(late.items()):
            faults.append(f"{what} changed, but {', '.join(sorted(places))} would go on calling the {function} of before")
        if what.startswith("property") and len(changed) != len(functions):
            faults.append(f"{what}: the edit reached {len(changed)} of {len(functions)} functions, so this check proved too little")
        added = sorted(set(after.resources) - set(before.resources)) if what.startswith("property") else []
        if added:
            faults.append(f"{what}: the deployment adds {len(added)} resources ({', '.join(added[:3])}, …); the former ones are kept on AWS")
    if not any(changed for what, changed in effects.items() if what.startswith("parameter")):
        faults.append("no parameter changes any function: the parameters are no longer understood")

    for fault in faults:
        print("FAULT " + fault)
    print("A deployment takes effect at once." if not faults else f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

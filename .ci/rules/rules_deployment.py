"""The SAM translator, before and after each change: a deployment takes effect at once, and leaves nothing behind.

The template is translated as it is, with each parameter changed, and with each property of its functions edited. CloudFormation changes a resource
if it finds other properties under the same logical id; a Lambda version is a snapshot that never changes, so one whose logical id was there before
still has the properties from before. So this follows every reference to a function, in whatever resource or output it stands, and asks what
would be called after the deployment. It must be the function with its new properties.
"""

import copy
import json
import re

from samtranslator.yaml_helper import yaml_parse

import sam
from tree import Finding

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


class Deployment(sam.Values):
    """What CloudFormation would be given: the translated template, with the values of its parameters."""

    def __init__(self, template, parameters):
        self.body = sam.translated(template, parameters)
        super().__init__(self.body, parameters)
        self.resources = self.body["Resources"]

    def of_type(self, *types):
        return {name: r for name, r in self.resources.items() if r["Type"] in types}

    def properties(self, function):
        return self.value(self.resources[function]["Properties"])

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


def cases(template, functions):
    """(what is changed, the deployment before, the one after)"""
    base = Deployment(template, {})
    others = {name: another(parameter) for name, parameter in template.get("Parameters", {}).items()}
    everything = Deployment(template, others)
    # alone and beside all others, since some take effect only together
    for name, value in others.items():
        yield f"parameter {name}", base, Deployment(template, {name: value})
        yield f"parameter {name}, all others set,", Deployment(template, {n: v for n, v in others.items() if n != name}), everything
    for name, edit in EDITS.items():
        edited = copy.deepcopy(template)
        for function in functions:
            properties = edited["Resources"][function]["Properties"]
            properties[name] = edit(properties.get(name))
        yield f"property {name}", base, Deployment(edited, {})


def check(tree):
    template = sam.packaged(yaml_parse(tree.template.read_text(encoding="utf-8")), tree.folder, "s3://code")
    functions = [name for name, resource in template["Resources"].items() if resource["Type"] == "AWS::Serverless::Function"]
    faults = list(static_faults(Deployment(template, {})))
    changes, reached = 0, 0
    for what, before, after in cases(template, functions):
        changes += 1
        changed, late = stale(before, after)
        faults += [f"{what} changed, but {', '.join(sorted(places))} would go on calling the {function} of before"
                   for function, places in sorted(late.items())]
        if what.startswith("parameter"):
            reached += len(changed)
            continue
        if len(changed) != len(functions):
            faults.append(f"{what}: the edit reached {len(changed)} of {len(functions)} functions, so this check proved too little")
        added = sorted(set(after.resources) - set(before.resources))
        if added:
            faults.append(f"{what}: the deployment adds {len(added)} resources ({', '.join(added[:3])}, …); the former ones are kept on AWS")
    if not functions or not reached:
        faults.append("no parameter changes any function: the parameters are no longer understood")
    return f"{changes} changes to {len(functions)} functions", [Finding("FAULT", "template.yaml", fault) for fault in faults]

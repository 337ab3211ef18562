"""A SAM template as CloudFormation gets it, and CloudFormation's functions worked out."""

import copy
import json
import logging
import pathlib
import re

from samtranslator.translator.transform import transform

# it tells of its metrics
logging.getLogger("samtranslator").setLevel(logging.ERROR)

NO_VALUE = {"Ref": "AWS::NoValue"}


class ManagedPolicies:
    """The managed policies that SAM names without an ARN."""

    def load(self):
        names = {
            "AWSLambdaBasicExecutionRole": "service-role/",
            "AWSLambdaVPCAccessExecutionRole": "service-role/",
            "AWSXrayWriteOnlyAccess": "",
            "AWSXRayDaemonWriteAccess": "",
        }
        return {name: f"arn:aws:iam::aws:policy/{path}{name}" for name, path in names.items()}


def packaged(template, folder, code):
    """As `sam package` leaves it: code is in S3, under this address and its own name; definitions are inline."""
    template = copy.deepcopy(template)
    in_globals = template.get("Globals", {}).get("Function", {})
    for properties in [in_globals, *(resource.get("Properties", {}) for resource in template["Resources"].values())]:
        if "CodeUri" in properties:
            properties["CodeUri"] = f"{code}/{pathlib.PurePosixPath(properties['CodeUri']).name}"
        if isinstance(properties.get("DefinitionUri"), str):
            properties["Definition"] = json.loads((folder / properties.pop("DefinitionUri")).read_text(encoding="utf-8"))
    return template


def translated(template, parameters):
    """What SAM makes of a packaged template; parameters are values by name, and the others have their defaults."""
    return transform(copy.deepcopy(template), dict(parameters), ManagedPolicies())


class Values:
    """Works out CloudFormation's functions under values of parameters. What only a deployment tells, such as the name of a resource,
    stays a reference, unless a subclass knows it."""

    def __init__(self, template, parameters):
        self.conditions = template.get("Conditions", {})
        self.declared = template.get("Parameters", {})
        self.parameters = {name: str(parameters.get(name, parameter.get("Default", ""))) for name, parameter in self.declared.items()}

    def resource(self, name):
        return {"Ref": name}

    def attribute(self, name, attribute):
        return {"Fn::GetAtt": [name, attribute]}

    def pseudo(self, name):
        return {"Ref": name}

    def value(self, node):
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value != NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), = node.items()
            if name in self.FUNCTIONS:
                return self.FUNCTIONS[name](self, argument)
            if name.startswith("Fn::"):
                raise ValueError(f"{name} is not known here: add it to local/aws/sam.py")
        return {key: value for key, value in ((key, self.value(item)) for key, item in node.items()) if value != NO_VALUE}

    def reference(self, name):
        if name.startswith("AWS::"):
            return NO_VALUE if name == "AWS::NoValue" else self.pseudo(name)
        if name in self.declared:
            value = self.parameters[name]
            return value.split(",") if "List" in self.declared[name]["Type"] else value
        return self.resource(name)

    def holds(self, condition):
        return self.value(self.conditions[condition])

    def _condition(self, argument):
        # in a policy, it is a member of a statement
        return self.holds(argument) if isinstance(argument, str) else {"Condition": self.value(argument)}

    def _attribute(self, argument):
        return self.attribute(*(argument.split(".", 1) if isinstance(argument, str) else argument))

    def _if(self, argument):
        return self.value(argument[1 if self.holds(argument[0]) else 2])

    def _join(self, argument):
        parts = self.value(argument[1])
        known = isinstance(parts, list) and not any(isinstance(part, (dict, list)) for part in parts)
        return argument[0].join(map(str, parts)) if known else {"Fn::Join": [argument[0], parts]}

    def _select(self, argument):
        items = self.value(argument[1])
        return items[int(argument[0])] if isinstance(items, list) else {"Fn::Select": [argument[0], items]}

    def _split(self, argument):
        text = self.value(argument[1])
        return text.split(argument[0]) if isinstance(text, str) else {"Fn::Split": [argument[0], text]}

    def _substitute(self, argument):
        text, own = argument if isinstance(argument, list) else (argument, {})
        left = False

        def replacement(match):
            nonlocal left
            name = match[1]
            if name.startswith("!"):
                return match[0]
            if name in own:
                value = self.value(own[name])
            else:
                value = self.attribute(*name.split(".", 1)) if "." in name else self.reference(name)
            left = left or isinstance(value, dict)
            return match[0] if isinstance(value, dict) else ",".join(value) if isinstance(value, list) else str(value)

        filled = re.sub(r"\$\{([^}]+)}", replacement, text)
        if left:
            return {"Fn::Sub": [filled, self.value(own)] if own else filled}
        return filled.replace("${!", "${")

    FUNCTIONS = {
        "Ref": reference,
        "Condition": _condition,
        "Fn::GetAtt": _attribute,
        "Fn::If": _if,
        "Fn::Join": _join,
        "Fn::Select": _select,
        "Fn::Split": _split,
        "Fn::Sub": _substitute,
        "Fn::Not": lambda self, argument: not self.value(argument[0]),
        "Fn::And": lambda self, argument: all(map(self.value, argument)),
        "Fn::Or": lambda self, argument: any(map(self.value, argument)),
        "Fn::Equals": lambda self, argument: self.value(argument[0]) == self.value(argument[1]),
        "Fn::EachMemberEquals": lambda self, argument: all(member == argument[1] for member in self.value(argument[0])),
    }

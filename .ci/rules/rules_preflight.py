"""cdk-preflight on the translated template, with every parameter set."""

import commands
from tree import Finding


def check(tree):
    answer = commands.node("preflight.js", {"template": tree.translated, "account": "123456789012", "region": "us-east-1"})
    findings = [Finding(one["rule"], one["where"], f"{one['message']} ({one['property']})") for one in answer["violations"]
                if one["severity"] == "error"]
    return f"{answer['rules']} rules, {len(tree.resources)} resources", findings

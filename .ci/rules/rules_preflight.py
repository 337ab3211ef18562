"""cdk-preflight on the translated template: as it is deployed without parameters, and with every parameter set."""

import commands
from tree import Finding


def check(tree):
    rules = set()

    def violations(deployment):
        answer = commands.node("preflight.js", {"template": deployment.decided, "account": "123456789012", "region": "us-east-1"})
        rules.add(answer["rules"])
        # warnings too: what was not seen on a real deployment, but stands in a document of AWS
        return [Finding(one["rule"], one["where"], f"{one['message']} ({one['property']})") for one in answer["violations"]]

    findings = tree.in_both(violations)
    return f"{max(rules)} rules, {len(tree.full.resources)} resources", findings

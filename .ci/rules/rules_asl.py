"""asl-validator on each state machine."""

import commands
from tree import Finding


def check(tree):
    findings = []
    for name, definition in tree.definitions.items():
        # it stops at errors of the schema, among them its false alarm about empty texts: once more without any
        for errors in commands.node("asl.js", [definition, filled(definition)]):
            findings += [Finding(error["rule"], error["where"] or name, error["message"]) for error in errors]
    return f"{len(tree.definitions)} state machine", list(dict.fromkeys(findings))


def filled(node):
    if isinstance(node, dict):
        return {key: filled(value) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(item) for item in node]
    return node or "text" if isinstance(node, str) else node

"""asl-validator on each state machine."""

import commands
from tree import Finding


def check(tree):
    return f"{len(tree.full.definitions)} state machine", tree.in_both(problems)


def problems(deployment):
    findings = []
    for name, definition in deployment.definitions.items():
        # it stops at errors of the schema, and takes empty texts for such: so it sees the definition without them too
        as_it_is, without_empty_texts = commands.node("asl.js", [definition, filled(definition)])
        findings += [Finding(error["rule"], error["where"] or name, error["message"]) for error in without_empty_texts]
        findings += [Finding("EMPTY_TEXT", error["where"], error["message"]) for error in as_it_is
                     if error["where"] and error not in without_empty_texts]
    return findings


def filled(node):
    if isinstance(node, dict):
        return {key: filled(value) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(item) for item in node]
    return node or "text" if isinstance(node, str) else node

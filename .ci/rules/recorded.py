"""expressions.jsonl: what the expressions of a run were given and gave, one line each."""

import json
import pathlib

FILE = pathlib.Path(".ci/rules/expressions.jsonl")
LONGEST = 20_000


def expressions(tree):
    """Every expression of every definition, in the order of the text."""
    found = {}

    def walk(node):
        if isinstance(node, str) and node.startswith("{%") and node.endswith("%}"):
            found.setdefault(node[2:-2].strip())
        for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(item)

    walk(list(tree.full.definitions.values()))
    return list(found)


def load(tree):
    with (tree.folder / FILE).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def key(one):
    return one["expression"], json.dumps(one["value"]) if isinstance(one["value"], bool) else ""


def take_over(tree, recordings):
    """Takes what was recorded now, keeps of a former run what this one has not reached, drops what is no longer asked."""
    wanted = set(expressions(tree))
    before = load(tree) if (tree.folder / FILE).exists() else []
    new = [json.loads(line) for file in sorted(recordings.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = {}
    for one in sorted(new, key=lambda recording: len(json.dumps(recording))) + before:
        if one["expression"] in wanted and len(json.dumps(one)) <= LONGEST:
            kept.setdefault(key(one), one)
    (tree.folder / FILE).write_text("".join(json.dumps(kept[one]) + "\n" for one in sorted(kept)), encoding="utf-8")
    missing = wanted - {one["expression"] for one in kept.values()}
    return f"{len(kept)} recordings of {len(wanted) - len(missing)} expressions; not recorded:" + "".join(f"\n  {one}" for one in sorted(missing))

"""The reference JSONata, in the version Step Functions names, on every expression."""

import json

import commands
import recorded
from tree import Finding

# Built into JSONata 2.0.6 but for $eval, which Step Functions leaves out; the last line is what it adds.
FUNCTIONS = set("""
abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each
encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis join keys length lookup
lowercase map match max merge millis min not now number pad parseInteger power random reduce replace reverse round shuffle sift
single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip
partition range hash uuid parse
""".split())


def check(tree):
    expressions, recordings = recorded.expressions(tree), recorded.load(tree)
    answer = commands.node("jsonata.js", {"expressions": expressions, "recorded": recordings})
    findings = []
    for expression, parsed in zip(expressions, answer["parsed"]):
        if "error" in parsed:
            findings.append(Finding("syntax", expression, parsed["error"]))
            continue
        findings += [Finding("function", expression, f"Step Functions has no ${name}") for name in parsed["called"] if name not in FUNCTIONS]
        findings += [Finding("function", expression, "Step Functions has no $eval") for name in parsed["names"] if name == "eval"
                     and name not in parsed["called"]]
        findings += [Finding("unqualified", expression, f"{name} has no input to be looked up in") for name in parsed["unqualified"]]
    for one, evaluated in zip(recordings, answer["evaluated"]):
        # nothing has no value, null has one
        found = evaluated.get("error", same(evaluated["value"]) if "value" in evaluated else "nothing")
        if "error" in evaluated or found != same(one["value"]):
            findings.append(Finding("value", one["expression"], f"{found[:200]}, and here {same(one['value'])[:200]}"))
    there = {one["expression"] for one in recordings}
    findings += [Finding("not-recorded", expression, "no run has recorded it") for expression in expressions if expression not in there]
    findings += [Finding("stale", expression, "recorded, but not in the definition") for expression in sorted(there - set(expressions))]
    return f"{len(expressions)} expressions, {len(recordings)} evaluations", findings


def same(value):
    return json.dumps(value, sort_keys=True)

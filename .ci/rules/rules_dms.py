"""What the DMS stand-in answered in its own tests, against the model that AWS publishes of the service."""

import json
import re
import shutil

import botocore.session

import tools
from tree import Finding

ANSWERS = "local/target/dms-answers"
SOURCES = "local/src/main/java/dev/tideway/local/dms"
TESTS = "DmsServiceTest,DmsAnswersIT"


def check(tree):
    model = botocore.session.get_session().get_service_model("dms")
    record_if_old(tree)
    pairs = [json.loads(line) for file in sorted((tree.folder / ANSWERS).glob("*.jsonl"))
             for line in file.read_text(encoding="utf-8").splitlines()]
    findings, good, bad = [], set(), set()
    for pair in pairs:
        operation = pair["operation"]
        if operation not in model.operation_names:
            continue
        if "error" in pair:
            bad.add(operation)
            findings += wrong_error(model.operation_model(operation), pair["error"])
        else:
            good.add(operation)
            findings += wrong_value(operation, model.operation_model(operation).output_shape, pair["answer"])
            findings += wrong_value(f"{operation} (request)", model.operation_model(operation).input_shape, pair["request"])
    called = operations(tree)
    findings += [Finding("not-recorded", operation, "no test has a good answer of it") for operation in sorted(called - good)]
    findings += [Finding("not-recorded", operation, "no test has it refused") for operation in sorted(called - bad)
                 if model.operation_model(operation).input_shape.members]
    return f"{len(pairs)} answers, {len(called)} operations that functions call", list(dict.fromkeys(findings))


def operations(tree):
    """What the roles allow is what the functions call: a test of the local cloud denies them everything else."""
    text = json.dumps([properties for kind, properties in tree.full.resources.values() if kind == "AWS::IAM::Role"])
    return set(re.findall(r'"dms:(\w+)"', text))


def record_if_old(tree):
    """Runs the tests that record, unless what they recorded is newer than the stand-in."""
    recorded = [file.stat().st_mtime for file in (tree.folder / ANSWERS).glob("*.jsonl")]
    sources = [file.stat().st_mtime for file in (tree.folder / SOURCES).glob("*.java")]
    if not recorded or min(recorded) < max(sources, default=0):
        shutil.rmtree(tree.folder / ANSWERS, ignore_errors=True)
        tools.run(["mvn", "-B", "-q", "-pl", "functions,local", "-am", "test", f"-Dtest={TESTS}", "-Dsurefire.failIfNoSpecifiedTests=false"],
                  cwd=tree.folder)


def wrong_error(operation, error):
    names = {shape.metadata.get("error", {}).get("code", shape.name) for shape in operation.error_shapes} | {
        shape.name for shape in operation.error_shapes}
    if error["code"] not in names:
        yield Finding("error", error["code"], f"{operation.name} has no such error in the model: {error['message'][:100]}")
    if error["status"] != 400:
        yield Finding("error-status", error["code"], f"{operation.name} answers {error['status']}")


def wrong_value(where, shape, value):
    """What of a value does not have the shape."""
    kind = shape.type_name if shape is not None else "structure"
    types = {"structure": dict, "list": list, "map": dict, "string": str, "boolean": bool, "integer": int, "long": int,
             "double": (int, float), "float": (int, float), "timestamp": (int, float), "blob": str}[kind]
    if not isinstance(value, types) or isinstance(value, bool) and kind != "boolean":
        yield Finding("type", where, f"{value!r} is no {kind}")
    elif kind == "structure":
        members = shape.members if shape is not None else {}
        for name in sorted(set(value) - set(members)):
            yield Finding("member", where, f"the model has no {name}")
        for name in sorted(set(shape.required_members if shape is not None else ()) - set(value)):
            yield Finding("member", where, f"{name} is missing")
        for name in sorted(set(value) & set(members)):
            yield from wrong_value(f"{where}.{name}", members[name], value[name])
    elif kind == "list":
        for item in value:
            yield from wrong_value(where, shape.member, item)
    elif kind == "map":
        for item in value.values():
            yield from wrong_value(where, shape.value, item)
    elif kind == "string":
        if shape.enum and value not in shape.enum:
            yield Finding("enum", where, f"{value} is none of {', '.join(shape.enum)}")
        if "pattern" in shape.metadata and not re.fullmatch(shape.metadata["pattern"], value):
            yield Finding("pattern", where, f"{value} does not match {shape.metadata['pattern']}")
    elif kind == "timestamp" and not 1e9 < value < 1e10:
        # years 2001 to 2286: some certificates hold for a hundred years; milliseconds are beyond
        yield Finding("timestamp", where, f"{value} is no time in seconds")

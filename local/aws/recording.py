"""Records evaluated expressions, for another JSONata to be compared with.

TIDEWAY_RECORD_EXPRESSIONS names a folder; each engine writes a file of its own there, one line of JSON per evaluation:
{"expression", "now": milliseconds, "bindings": what the expression names of them, "value"}.
An expression is recorded once, a condition once for true and once for false.
"""

import json
import os
import pathlib
import re
import threading

FOLDER = os.environ.get("TIDEWAY_RECORD_EXPRESSIONS")
_PATH = re.compile(r"\$(\w+)((?:\.\w+)*)")
_lock = threading.Lock()
_noted = set()


def note(expression, bindings, now, value):
    if not FOLDER:
        return
    key = (expression, value if isinstance(value, bool) else None)
    with _lock:
        if key in _noted:
            return
        _noted.add(key)
        folder = pathlib.Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"expression": expression, "now": now, "bindings": named(expression, bindings), "value": value}, default=lambda _: None)
        with (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def named(expression, bindings):
    """The variables that an expression names, and of each no more than the members it names."""
    kept = {}
    # the shorter path first: what it keeps is whole
    for name, path in sorted(_PATH.findall(expression), key=lambda match: len(match[1])):
        if name in bindings:
            keep(kept, name, bindings[name], path.split(".")[1:])
    return kept


def keep(kept, name, value, path):
    if not path or not isinstance(value, dict):
        kept[name] = value
    elif path[0] in value and not (name in kept and kept[name] is value):
        keep(kept.setdefault(name, {}), path[0], value[path[0]], path[1:])
    else:
        kept.setdefault(name, {})

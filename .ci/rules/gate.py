"""Runs sets of rules, takes off what is suppressed, and says what is left."""

import concurrent.futures
import contextlib
import dataclasses
import fnmatch
import importlib
import pathlib
import time
import traceback

import yaml
from samtranslator.model.exceptions import InvalidDocumentException

import recorded
import tools
from tree import Finding, Tree

SUPPRESSED = pathlib.Path(__file__).with_name("suppressed.yaml")


@dataclasses.dataclass(frozen=True)
class Suppression:
    """A finding that is none, why, and for which resources or expressions (with * and ?)."""

    rule: str
    where: str
    reason: str

    def takes(self, finding):
        return self.rule == finding.rule and fnmatch.fnmatchcase(finding.where, self.where)


def suppressions(rule_set):
    entries = yaml.safe_load(SUPPRESSED.read_text(encoding="utf-8")).get(rule_set, [])
    return [Suppression(entry["rule"], where, entry["reason"])
            for entry in entries for where in (entry["where"] if isinstance(entry["where"], list) else [entry["where"]])]


def check(folder, rule_sets):
    tree = Tree(folder)
    # worked out once before two threads ask for it; most of the rest is done by processes of their own
    with contextlib.suppress(Exception):
        tree.full.definitions, tree.default.definitions
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda name: holds(tree, name), rule_sets))
    failed = [name for name, ok in zip(rule_sets, outcomes) if not ok]
    print(f"aws-rules: {len(failed)} of {len(rule_sets)} rule sets failed: {', '.join(failed)}" if failed
          else f"aws-rules: all of {len(rule_sets)} rule sets are ok")
    return 1 if failed else 0


def holds(tree, name):
    start = time.monotonic()
    try:
        checked, findings = importlib.import_module(f"rules_{name}").check(tree)
    except InvalidDocumentException as error:
        checked, findings = "the template", [Finding("translation", "template.yaml", str(error))]
    except tools.Failed as error:
        checked, findings = "a tool failed", [Finding("tool", name, str(error))]
    except Exception:  # the other sets still have their say
        checked, findings = "ended by an error", [Finding("error", name, traceback.format_exc())]
    suppressed = suppressions(name)
    left = [finding for finding in findings if not any(one.takes(finding) for one in suppressed)]
    unused = [one for one in suppressed if not any(one.takes(finding) for finding in findings)]
    lines = [f"  {finding.rule}: {finding.where}: {finding.what}" for finding in left]
    lines += [f"  suppressed.yaml: {one.rule} no longer concerns {one.where}: take it out" for one in unused]
    head = (f"{'failed' if lines else 'ok':<8}{name:<13}{checked}; {len(lines)} findings, {len(findings) - len(left)} suppressed, "
            f"{time.monotonic() - start:.0f} s")
    print("\n".join([head, *lines]), flush=True)
    return not lines


def record(folder, recordings):
    print(recorded.take_over(Tree(folder), recordings))
    return 0

"""checkov on the translated template."""

import json
import pathlib
import subprocess
import tempfile

import tools
from tree import Finding


def check(tree):
    counts = set()

    def failed(deployment):
        report = asked(deployment.decided)
        counts.add(report["summary"]["resource_count"])
        findings = [Finding(one["check_id"], one["resource"].split(".")[-1], one["check_name"]) for one in report["results"]["failed_checks"]]
        if report["summary"]["parsing_errors"]:
            findings.append(Finding("parsing", "template.yaml", f"{report['summary']['parsing_errors']} files could not be read"))
        return findings

    findings = tree.in_both(failed)
    return f"{max(counts)} resources", findings


def asked(template):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "template.json"
        file.write_text(json.dumps(template), encoding="utf-8")
        done = subprocess.run([str(tools.checkov()), "-m", "checkov.main", "--framework", "cloudformation", "--file", str(file), "--output", "json",
                               "--compact", "--quiet", "--skip-download"], stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout)

"""The SAM translator, twice: whatever a deployment changes is what is called from then on."""

import subprocess
import sys

import tools
from tree import Finding

SCRIPT = tools.HERE.parent / "deployment_takes_effect.py"


def check(tree):
    done = subprocess.run([sys.executable, SCRIPT, "--template", tree.template], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    lines = done.stdout.splitlines()
    late = [line for line in lines if not line.endswith("; 0 are still called as they were before")]
    return lines[0] if lines else "nothing said", [Finding("deployment", "template.yaml", "\n".join(late))] if done.returncode else []

"""sam validate --lint"""

import commands
from tree import Finding


def check(tree):
    code, said = commands.sam(["validate", "--lint", "--template", str(tree.template)], tree.folder)
    return "template.yaml", [Finding("sam validate", "template.yaml", said.strip())] if code else []

"""The README's deployment: its commands as they stand there, with `sam package` in place of `sam deploy`, which uploads the same."""

import itertools
import logging
import pathlib
import re
import shlex
import shutil
import tempfile
import zipfile

import boto3
from moto.server import ThreadedMotoServer
from samtranslator.yaml_helper import yaml_parse

import commands
from tree import Finding

BUCKET = "tideway-deployment"
# what Lambda takes of a function's code, unzipped (Lambda developer guide, "Lambda quotas")
LARGEST = 250 << 20
# with one of these, a resource of IAM has a name of its own
NAMES = ("RoleName", "ManagedPolicyName", "UserName", "GroupName", "InstanceProfileName")


def check(tree):
    section = re.search(r"\n## Deploy\n(.*?)\n## ", (tree.folder / "README.md").read_text(encoding="utf-8"), re.S)[1]
    lines = [shlex.split(line) for line in re.search(r"```\n(.*?)```", section, re.S)[1].splitlines()]
    if [line[:2] for line in lines] != [["mvn", "-DskipTests"], ["sam", "build"], ["sam", "deploy"]]:
        return "README.md", [Finding("readme", "Deploy", "the commands are no longer mvn, sam build, sam deploy")]
    missing = sorted(needed(tree) - set(options(lines[2], "--capabilities")))
    if missing:
        return "README.md", [Finding("sam deploy", "Deploy", f"the template needs --capabilities {' '.join(missing)}, which the command does not give")]
    absent = [jar for jar in jars(tree) if not (tree.folder / jar).exists()]
    if absent:
        return "README.md", [Finding("readme", "Deploy", f"{' and '.join(absent)} missing: run {shlex.join(lines[0])}")]
    code, said = commands.sam(lines[1][1:], tree.folder)
    if code:
        return "sam build", [Finding("sam build", "template.yaml", said.strip())]
    large = [Finding("lambda", jar, f"{size >> 20} MiB unzipped, but Lambda takes {LARGEST >> 20}") for jar in jars(tree) if (size := unzipped(tree.folder / jar)) > LARGEST]
    return ("template.yaml", large) if large else package(tree)


def jars(tree):
    """What functions name as their code."""
    resources = yaml_parse(tree.template.read_text(encoding="utf-8"))["Resources"].values()
    return sorted({resource["Properties"]["CodeUri"] for resource in resources if "CodeUri" in resource.get("Properties", {})})


def unzipped(jar):
    with zipfile.ZipFile(jar) as content:
        return sum(entry.file_size for entry in content.infolist())


def options(command, name):
    """What stands behind an option, up to the next one."""
    behind = command[command.index(name) + 1:] if name in command else []
    return itertools.takewhile(lambda word: not word.startswith("-"), behind)


def needed(tree):
    """What CloudFormation wants to be told of a template before it makes anything (CreateChangeSet, Capabilities)."""
    capabilities = set()
    for resource in tree.full.translated["Resources"].values():
        if resource["Type"].startswith("AWS::IAM::"):
            named = resource["Type"] != "AWS::IAM::Policy" and set(NAMES) & set(resource.get("Properties", {}))
            capabilities.add("CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM")
        if resource["Type"] == "AWS::CloudFormation::Stack":
            capabilities |= {"CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"}
    # a name says the more
    return capabilities - {"CAPABILITY_IAM"} if "CAPABILITY_NAMED_IAM" in capabilities else capabilities


def package(tree):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    output = pathlib.Path(tempfile.mkdtemp()) / "packaged.yaml"
    try:
        s3 = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local")
        s3.create_bucket(Bucket=BUCKET)
        environment = {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
                       "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
        code, said = commands.sam(["package", "--s3-bucket", BUCKET, "--output-template-file", str(output)], tree.folder, environment)
        if code:
            return "sam package", [Finding("sam package", "template.yaml", said.strip())]
        uploaded = [one["Size"] for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
        sizes = {jar: (tree.folder / jar).stat().st_size for jar in jars(tree)}
        findings = [Finding("sam package", jar, f"{size} bytes, but the bucket has {uploaded}") for jar, size in sizes.items() if uploaded.count(size) != 1]
        left = re.findall(r"^ *(?:CodeUri|DefinitionUri): *(?!s3://|$)(\S+)", output.read_text(encoding="utf-8"), re.M)
        findings += [Finding("sam package", path, "was not uploaded") for path in sorted(set(left))]
        return f"sam build, sam package, {len(uploaded)} uploads of {sum(uploaded) >> 20} MiB", findings
    finally:
        server.stop()
        shutil.rmtree(output.parent)

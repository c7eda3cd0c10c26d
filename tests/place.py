"""Where the tools stand that are not ours: Node's in a folder that is named, Python's beside us."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PLACE: Final = "SEEDJOB_TEST_TOOLS"
"""Names the folder that holds the node_modules of tests/tools/package.json."""


def node(*words: str | Path) -> list[str]:
    """Give the command that runs a script on Node."""
    found = shutil.which("node")
    assert found, "node is not on the PATH"
    return [found, *map(str, words)]


def module(path: str) -> Path:
    """Find a file of Node's packages."""
    found = modules() / path
    assert found.exists(), f"{found} is not there: npm install tests/tools/package.json's"
    return found


def modules() -> Path:
    """Find the folder of Node's packages."""
    return Path(os.environ[PLACE]).resolve() / "node_modules"


def environment() -> Mapping[str, str]:
    """Give an environment in which a script on Node finds those packages."""
    return {"PATH": os.environ["PATH"], "NODE_PATH": str(modules())}


def beside(name: str) -> Path:
    """Find a program of our own environment."""
    return Path(sys.executable).parent / name

"""The program as people start it: a process of its own, in a project of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIMEOUT = 300.0
"""Seconds: a busy machine takes over a minute for a batch; only what hangs waits so long."""


@dataclass(frozen=True)
class Said:
    """What a finished process left."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


def start(
    folder: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[str]:
    """Start seedjob in `folder`, with nothing in its environment but what is given."""
    return subprocess.Popen(
        [sys.executable, "-m", "seedjob", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **(env or {})},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def seedjob(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> Said:
    """Run seedjob in `folder` to its end."""
    with start(folder, *words, env=env) as process:
        out, err = process.communicate(timeout=TIMEOUT)
        return Said(process.returncode, out, err)


def requests(project: Path) -> list[dict[str, Any]]:
    """Read the log of the project's local service."""
    log = project / ".seedjob" / "local" / "requests.jsonl"
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def creates(project: Path) -> int:
    """Count the tasks that the project's local service accepted."""
    return sum(line["method"] == "POST" and bool(line["task"]) for line in requests(project))


VALID = """\
model: seedance_2_0_x1_official
resolution: 480p
duration: 4
content:
  - {type: text, text: A fox}
  - {type: image_url, image_url: {url: https://example.com/fox.png}}
"""
INVALID = VALID.replace("duration: 4", "duration: 3")


def project(folder: Path, **specs: str) -> Path:
    """Make a project with these specs, by default one valid one."""
    (folder / "specs").mkdir(parents=True)
    (folder / "seedjob.toml").touch()
    for name, text in (specs or {"fox": VALID}).items():
        (folder / "specs" / f"{name}.yaml").write_text(text, "utf-8")
    return folder

"""A plan is saved whole or not at all, whatever `--out` is."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from seedjob.plan.saved import load
from tests.cli.program import project, seedjob

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="what else a file can be is Unix")


def test_a_disk_that_takes_no_more_leaves_the_plan_before(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    assert 0 == seedjob(root, "plan", "--out", "p.json").code
    before = (root / "p.json").read_bytes()

    full = 'ulimit -f 0; exec "$@"'
    words = ["sh", "-c", full, "sh", sys.executable, "-m", "seedjob", "plan", "--out", "p.json"]
    said = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False, timeout=60)

    assert (11, before) == (said.returncode, (root / "p.json").read_bytes())
    assert "p.json cannot be written: File too large" in said.stderr
    assert [] == list(root.glob(".p.json*"))


def test_a_link_stays_one(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / "kept").mkdir()
    (root / "p.json").symlink_to("kept/plan.json")

    codes = [seedjob(root, "plan", "--out", "p.json").code for _ in range(2)]

    assert [0, 0] == codes
    assert (root / "p.json").is_symlink()
    assert ["specs/fox"] == list(load((root / "kept" / "plan.json").read_text()).jobs)


def test_a_pipe_takes_a_plan(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    os.mkfifo(root / "pipe")
    read: list[str] = []
    reader = Thread(target=lambda: read.append((root / "pipe").read_text()), daemon=True)
    reader.start()

    assert 0 == seedjob(root, "plan", "--out", "pipe").code
    reader.join(10)
    assert ["specs/fox"] == list(load(read[0]).jobs)
    assert (root / "pipe").is_fifo()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/dev/null"])
def test_a_device_takes_a_plan(name: str, tmp_path: Path) -> None:
    said = seedjob(project(tmp_path / "p"), "plan", "--out", name)

    assert 0 == said.code, said.err
    assert (name != "/dev/null") == ('"plan": 1' in said.out)


def test_a_circle_of_links_is_no_traceback(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / "p.json").symlink_to("p.json")

    assert seedjob(root, "plan", "--out", "p.json").code in {0, 11}


@pytest.mark.parametrize("name", ["seedjob.toml", "specs/new.yaml"])
def test_no_plan_takes_the_place_of_an_empty_file_that_says_something(
    name: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    (root / "specs" / "new.yaml").touch() if name.endswith("yaml") else None

    said = seedjob(root, "plan", "specs/fox.yaml", "--out", name)

    assert (2, b"") == (said.code, (root / name).read_bytes())

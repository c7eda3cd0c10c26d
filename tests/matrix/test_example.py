"""README's example of a fault file, and of a CI that uses it, do what README says of them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from seedjob.local.rulefile import read_faults
from tests.cli.program import VALID, creates, project, seedjob
from tests.test_readme import ROOT, block

FAULTS = Path(__file__).with_name("faults.json")


def test_the_file_is_the_one_that_readme_shows() -> None:
    assert json.loads(block("json", "drop_after")) == json.loads(FAULTS.read_text("utf-8"))
    assert len(read_faults(FAULTS).rules) == 4


def test_the_ci_job_of_readme_holds_that_nothing_is_paid_twice(tmp_path: Path) -> None:
    script = block("yaml", "runs-on").split("- run: |\n")[1]
    shutil.copytree(ROOT / "specs", tmp_path / "specs", ignore=shutil.ignore_patterns("*.local.*"))
    shutil.copy(FAULTS, tmp_path / "faults.json")
    (tmp_path / "seedjob.toml").touch()
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"

    done = subprocess.run(
        ["/bin/bash", "-e", "-c", re.sub("(?m)^ +", "", script)],
        cwd=tmp_path,
        env={"PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done
    assert creates(tmp_path) == 1
    assert "its answer was lost, so it may be paid" in done.stderr


def test_the_others_of_a_project_come_through(tmp_path: Path) -> None:
    specs = {name: VALID.replace("A fox", name) for name in ("fox", "hen", "owl")}
    root = project(tmp_path / "p", **specs)

    done = seedjob(root, "run", "--local", "--service-speed", "20", "--faults", str(FAULTS))

    states = [
        json.loads(path.read_text("utf-8"))["state"]
        for path in sorted(root.glob("specs/*.manifest.json"))
    ]
    assert (10, ["completed", "completed", "unknown"]) == (done.code, sorted(states)), done
    assert creates(root) == 3

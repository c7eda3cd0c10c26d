"""Microsoft's own tool finds our SARIF in order, by its rules and by those of GitHub."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.program import INVALID, VALID, project, seedjob
from tests.place import environment, node

pytestmark = pytest.mark.tools

ROOT: Final = Path(__file__).parents[2]
SPECS: Final = [f"tests/spec/{folder}" for folder in ("faults", "yaml_traps", "valid")]
MIXED: Final = (ROOT / SPECS[0] / "frames-and-many-references.yaml").read_text("utf-8")

DOCUMENTED: Final = {
    "SARIF2005": "wants a page that tells of the tool; the project names none",
}
"""What it says that stays so, with the reason."""


def said(text: str, folder: Path) -> list[tuple[str, str]]:
    """Give the rule and message of all that the tool says of a SARIF text, notes aside."""
    given, log = folder / "given.sarif", folder / "log.sarif"
    given.write_text(text, "utf-8")
    kinds = ("--rule-kind", "Sarif;Gh;Ghas", "--level", "Error;Warning")
    done = subprocess.run(
        [*multitool(), "validate", given, "--output", log, "--log", "ForceOverwrite", *kinds],
        env=os.environ | environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert log.exists(), done.stdout + done.stderr
    (run,) = json.loads(log.read_text("utf-8"))["runs"]
    assert [True] == [one["executionSuccessful"] for one in run["invocations"]], done.stdout
    return [(one["ruleId"], json.dumps(one["message"])) for one in run.get("results", ())]


def multitool() -> Sequence[str]:
    """Find the program itself: the package's own script loses what is quoted."""
    asked = node("--print", "require('@microsoft/sarif-multitool')")
    found = subprocess.run(asked, env=environment(), capture_output=True, text=True, check=True)
    program = Path(found.stdout.strip())
    program.chmod(0o755)  # the package's install script does that, where npm lets it
    return (str(program),)


def assert_in_order(text: str, folder: Path) -> Any:
    """Check that nothing is said but what is documented, and give the results."""
    assert [] == [one for one in said(text, folder) if one[0] not in DOCUMENTED]
    return json.loads(text)["runs"][0]["results"]


def test_every_fault_that_we_know_is_told_in_order(tmp_path: Path) -> None:
    told = seedjob(ROOT, "validate", "--format", "sarif", *SPECS)

    assert len(assert_in_order(told.out, tmp_path)) > 300


def test_nothing_is_told_in_order(tmp_path: Path) -> None:
    told = seedjob(project(tmp_path / "p", fox=VALID), "validate", "--format", "sarif")

    assert [] == assert_in_order(told.out, tmp_path)


def test_a_second_place_is_told_in_order(tmp_path: Path) -> None:
    told = seedjob(project(tmp_path / "p", mixed=MIXED), "validate", "--format", "sarif")

    assert any("relatedLocations" in one for one in assert_in_order(told.out, tmp_path))


NAMES = ("a b#c%", "狐 ä", "q\"'<>^`{|}", "back\\slash", "new\nline", "c:d", "x?y&[z]", "a+b=c;d")


@pytest.mark.parametrize("name", [*NAMES, os.fsdecode(b"byte\xff")], ids=ascii)
def test_an_odd_name_is_told_in_order(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", **{name: INVALID})

    assert assert_in_order(seedjob(root, "validate", "--format", "sarif").out, tmp_path)


def test_the_tool_sees_what_is_not_in_order(tmp_path: Path) -> None:
    """Without this, a tool that says nothing of anything would pass all of the above."""
    told = seedjob(project(tmp_path / "p", bad=INVALID), "validate", "--format", "sarif")

    assert said(told.out.replace('"startLine": 3', '"startLine": 0'), tmp_path)
    assert DOCUMENTED.keys() == {rule for rule, _ in said(told.out, tmp_path)}

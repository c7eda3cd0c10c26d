"""junitparser reads our JUnit as we mean it."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import INVALID, VALID, project, seedjob

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]
SPECS = [f"tests/spec/{folder}" for folder in ("faults", "yaml_traps", "valid")]
NASTY = "a<b>&\"c' 狐"


def read(text: str) -> Any:
    junitparser = importlib.import_module("junitparser")  # not there where these are skipped
    return junitparser.JUnitXml.fromstring(text.encode())


def cases(root: Path) -> dict[str, list[str]]:
    """Tell of each case how junitparser reads what it holds: each failure by its type."""
    report = read(seedjob(root, "validate", "--format", "junit").out)
    return {case.name: [one.type for one in case.result] for suite in report for case in suite}


def test_a_case_a_spec_a_failure_where_it_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "p", **{"fox": VALID, "bad": INVALID, NASTY: INVALID})

    assert {
        "specs/fox.yaml": [],
        "specs/bad.yaml": ["duration"],
        f"specs/{NASTY}.yaml": ["duration"],
    } == cases(root)


def test_its_counts_are_the_readers_own() -> None:
    told = seedjob(ROOT, "validate", "--format", "junit", *SPECS)
    report = read(told.out)
    written = (report.tests, report.failures, report.errors, report.skipped)
    report.update_statistics()

    assert written == (report.tests, report.failures, report.errors, report.skipped)
    assert report.failures > 150
    assert report.tests - report.failures >= 30


def test_a_failure_says_what_validate_says(tmp_path: Path) -> None:
    root = project(tmp_path / "p", bad=INVALID)
    report = read(seedjob(root, "validate", "--format", "junit").out)
    ((failure,),) = ([*case.result] for suite in report for case in suite)

    assert failure.text.strip() == seedjob(root, "validate").out.strip()
    assert "is not a duration" in failure.message

"""Golden pairs: a bad spec and what `validate` says of it; a valid one, of which it says nothing.

A case is two files, `faults/NAME.yaml` and `faults/NAME.txt`, or one, `valid/NAME.yaml`; a valid
spec of which something is said, a warning, has its text beside it too.
`python -m tests.spec.test_faults` writes the missing texts, to be read before they are kept.
"""

from pathlib import Path

import pytest

from seedjob.cli.specs import load
from seedjob.report.text import render

HERE = Path(__file__).parent
BAD = sorted((HERE / "faults").glob("*.yaml"))
VALID = sorted((HERE / "valid").glob("*.yaml"))


def said(spec: Path) -> str:
    """Tell what `validate` says of one spec, by the name of its file."""
    loaded = load([spec])
    seen, folder = loaded.verdict(loaded.root), spec.parent.relative_to(loaded.root).as_posix()
    return render(seen).replace(f"{folder}/", "")


@pytest.mark.parametrize("spec", BAD, ids=lambda spec: spec.stem)
def test_a_bad_spec_is_told_what_is_wrong_and_where(spec: Path) -> None:
    assert spec.with_suffix(".txt").read_text("utf-8") == said(spec)


@pytest.mark.parametrize("spec", VALID, ids=lambda spec: spec.stem)
def test_of_a_valid_spec_nothing_is_said_but_what_stands_beside_it(spec: Path) -> None:
    beside = spec.with_suffix(".txt")

    assert said(spec) == (beside.read_text("utf-8") if beside.exists() else "")
    assert not load([spec]).verdict().refuses


if __name__ == "__main__":
    for case in (*BAD, *VALID):
        if not case.with_suffix(".txt").exists() and (text := said(case)):
            case.with_suffix(".txt").write_text(text, "utf-8")

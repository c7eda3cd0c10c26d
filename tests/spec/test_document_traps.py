"""Each trap of YAML is refused in its place, with its rule, its cause and what to write instead.

A case is two files: `yaml_traps/NAME.yaml` and `NAME.txt`, what is expected of it line by line.
"""

from pathlib import Path

import pytest

from seedjob.diagnostic import Place
from seedjob.spec.document import Document, Refusal, load

CASES = sorted((Path(__file__).parent / "yaml_traps").glob("*.yaml"))


def stretch(place: Place) -> str:
    return f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"


def line(refusal: Refusal) -> str:
    return (
        f"{stretch(refusal.place)} {refusal.rule} {refusal.message} | {refusal.hint}\n"
        + "".join(f"  {stretch(other.place)} {other.message}\n" for other in refusal.related)
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_trap_is_refused_as_its_golden_file_tells(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text("utf-8")

    read = load(path)
    refusals = read.refusals if isinstance(read, Document) else read

    assert expected == "".join(map(line, refusals))
    assert refusals, "a trap was read as a document"


def test_every_golden_file_has_its_trap() -> None:
    golden = {path.stem for path in CASES[0].parent.glob("*.txt")}

    assert {path.stem for path in CASES} == golden

"""Three judges, one verdict: `validate`, the published schema, the local service's own rules."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seedjob.cli.specs import load
from seedjob.local.rules import Refusal, judge
from seedjob.spec.document import Document, read
from seedjob.spec.text import PATTERNS
from tests.spec import test_faults
from tests.spec.test_faults import VALID

SCHEMA = Path(__file__).parents[2] / "schemas" / "job.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))

BAD = [spec for spec in test_faults.BAD if not spec.stem.startswith("yaml-")]
"""Without those that are refused for how they are written, which only a reader of YAML sees."""

FILES = {"path-missing", "path-outside", "path-folder", "text-file-missing"} | {
    *("path-from-the-root", "path-misspelt"),
}
"""What only somebody who looks at the disk can refuse."""

FLOATS = {"duration-whole-float"}
"""5.0 is an integer to JSON Schema; the service is said to want 5."""

LABELS = {
    *("name-with-slash", "name-reserved", "name-newline", "name-long"),
    *("version-unknown", "version-true", "tags-text", "tags-blank"),
    *("name-with-blanks", "description-number", "schema-pointer-list"),
}
"""What is around the job, and never goes to the service."""

BATCH = ("batch-", "matrix-", "lookup-", "foreach-")
"""What the name of a case begins with that makes many jobs: the service is sent each of them."""

UNFOLLOWED = {
    *("batch-duplicate-key", "batch-job-name-reserved", "batch-job-names-alike"),
    *("batch-text-too-long", "matrix-exclude-all", "matrix-exclude-other-type"),
    *("matrix-exclude-unknown-axis", "matrix-exclude-unknown-value", "matrix-include-twice"),
    *("matrix-names-alike", "matrix-of-a-billion", "matrix-over-500", "matrix-values-alike"),
}
"""What only somebody finds who makes the jobs and compares them."""


def is_unseen(name: str) -> bool:
    """Tell what no schema sees: files, the ends of lookups, and what is only in made jobs."""
    seen = {"foreach-list", "foreach-of-another-kind", "foreach-absent"}
    beyond = name.startswith(("lookup-", "foreach-")) and name not in seen
    return beyond or name in UNFOLLOWED | FILES | FLOATS


OWN = {"$schema", "version", "name", "description", "tags"}


def data(spec: Path) -> Any:
    document = read(spec.read_bytes())
    assert isinstance(document, Document)
    return document.data


def on_the_wire(spec: Any) -> Any:
    """Give the body that the spec would be, were it sent as it is: local files as loopback URLs."""
    if isinstance(spec, dict):
        sent = {key: on_the_wire(value) for key, value in spec.items() if key not in OWN}
        return dict(_sent(key, value, sent) for key, value in sent.items())
    return [on_the_wire(value) for value in spec] if isinstance(spec, list) else spec


def _sent(key: str, value: Any, beside: dict[str, Any]) -> tuple[str, Any]:
    """Turn a well-formed path into what goes out in its place, unless that is there already."""
    sound = isinstance(value, str) and bool(PATTERNS["path"].search(value))
    sent = SENT.get(key, (key, value)) if sound else (key, value)
    return sent if sent[0] not in beside else (key, value)


SENT = {"path": ("url", "http://127.0.0.1:9/media.png"), "text_file": ("text", "A fox")}


@pytest.mark.parametrize("spec", VALID, ids=lambda spec: spec.stem)
def test_all_three_accept_a_valid_spec(spec: Path) -> None:
    verdicts = (
        not load([spec]).verdict().refuses,
        VALIDATOR.is_valid(data(spec)),
        spec.stem.startswith(BATCH) or not isinstance(judge(on_the_wire(data(spec))), Refusal),
    )

    assert (True, True, True) == verdicts


@pytest.mark.parametrize("spec", BAD, ids=lambda spec: spec.stem)
def test_all_three_refuse_a_bad_spec_but_for_what_they_cannot_see(spec: Path) -> None:
    verdicts = (
        not load([spec]).verdict().refuses,
        VALIDATOR.is_valid(data(spec)),
        not (spec.stem in FILES | LABELS or spec.stem.startswith(BATCH))
        and not isinstance(judge(on_the_wire(data(spec))), Refusal),
    )

    assert (False, is_unseen(spec.stem), False) == verdicts


def test_there_are_cases_enough() -> None:
    assert len(VALID) >= 20
    assert len(BAD) >= 60

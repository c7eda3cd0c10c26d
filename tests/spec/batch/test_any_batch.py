"""Whatever a batch holds is judged without a traceback, as the published schema judges it."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from seedjob.diagnostic import Diagnostic
from seedjob.spec.document import read
from seedjob.spec.lookup import OPEN
from seedjob.spec.validate import Spec, validate
from tests.agreement.writing import flow
from tests.spec.batch.documents import ROWS, document, mutated

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "schemas" / "job.schema.json").read_text("utf-8"))
PUBLISHED = Draft202012Validator(SCHEMA)

UNSEEN = {"lookup", "rows", "foreach", "batch-size", "job-name-taken", "matrix-exclude"}
"""Rules that no schema can see broken: files, ends of lookups, and what is in made jobs alone."""


def rows(path: str) -> bytes | tuple[str, str]:
    return ROWS if path == "rows.csv" else ("is not there", "name a file")


def judged(made: Any) -> Spec:
    return validate("a.yaml", read(flow(made)), rows)


def errors(spec: Spec) -> list[Diagnostic]:
    return [one for one in spec.diagnostics if one.severity == "error"]


@given(document())
@settings(max_examples=150, deadline=None)
def test_a_sound_batch_is_taken_and_makes_jobs(made: Any) -> None:
    spec = judged(made)

    assert [] == errors(spec)
    assert PUBLISHED.is_valid(made)
    assert spec.jobs


@given(mutated())
@settings(max_examples=1000, deadline=None)
def test_what_the_schema_refuses_is_refused_and_what_else_is_refused_no_schema_sees(
    made: Any,
) -> None:
    spec = judged(made)
    told = errors(spec)

    assert bool(spec.jobs) != bool(told)
    if not PUBLISHED.is_valid(made):
        assert told
    elif not (
        {one.rule for one in told} & UNSEEN or OPEN in flow(made) or "rows.csv" in flow(made)
    ):
        assert [] == told, made

"""One fault put into a sound spec is one error, on the line where it was put in."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from seedjob.diagnostic import Diagnostic
from seedjob.models.content import MEDIA
from seedjob.spec.document import read
from seedjob.spec.validate import validate
from tests.agreement import documents
from tests.agreement.writing import block

FAULTS = (
    documents.wrong_value,
    documents.wrong_field,
    documents.anything,
    documents.missing_key,
    documents.stray_key,
    documents.misspelt_key,
)
COUNT = 1_000


def errors(spec: Any) -> list[Diagnostic]:
    text = block(spec).lstrip("\n") + "\n"
    found = validate("a.yaml", read(text)).diagnostics
    return [one for one in found if one.severity == "error"]


def is_odd_source(spec: Any) -> bool:
    """Tell a medium whose source is a mapping of something else: each of its keys is a fault."""
    items = [item for item in documents.items(spec) if isinstance(item, dict)]
    sources = [item[key] for item in items for key in MEDIA if key in item]
    return any(isinstance(one, dict) and not {"url", "path"} & set(one) for one in sources)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_single_fault_is_a_single_error(fault: documents.Fault) -> None:
    told = 0
    for number in range(COUNT):
        chance = Random(number)  # noqa: S311 - for choice, not for secrets
        spec = documents.sound(chance)
        assert errors(spec) == []
        before = deepcopy(spec)
        fault(chance, spec)
        found = errors(spec) if spec != before else []
        told += len(found) > 0
        assert len(found) <= 1 or is_odd_source(spec), (number, spec, found)

    assert told > COUNT / 2


@pytest.mark.parametrize("number", range(40))
def test_a_wrong_value_is_blamed_on_its_own_line(number: int) -> None:
    chance = Random(number)  # noqa: S311 - for choice, not for secrets
    spec = documents.sound(chance)
    key = chance.choice([key for key in spec if key not in {"content", "description"}])
    spec[key] = [["odd"]]

    (error,) = errors(spec)

    lines = (block(spec).lstrip("\n") + "\n").splitlines()
    first = next(at for at, line in enumerate(lines, 1) if line.startswith(f'"{key}":'))
    assert first <= error.place.line <= first + 2

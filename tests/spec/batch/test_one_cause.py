"""One fault in a template is one error, whether one job is made of it or many."""

from copy import deepcopy
from random import Random

import pytest

from seedjob.diagnostic import Diagnostic
from tests.agreement import documents
from tests.agreement.test_one_cause import FAULTS, errors, is_odd_source

COUNT = 150
MATRIX = {"take": [1, 2, 3], "hour": ["dawn", "dusk"]}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_of_six_cells_is_told_once_and_as_for_one_job(fault: documents.Fault) -> None:
    told = 0
    for number in range(COUNT):
        chance = Random(number)  # noqa: S311 - for choice, not for secrets
        spec = documents.sound(chance)
        fault(chance, spec)
        if not (spec.keys() & {"matrix", "jobs", "defaults"} or is_odd_source(spec)):
            alone, many = errors(spec), errors(deepcopy(spec) | {"matrix": MATRIX})
            told += len(alone)
            assert [plain(one) for one in alone] == [plain(one) for one in many], (number, spec)
            assert all("and 5 more: " in one.message or one.rule == "job-name" for one in many)

    assert told > COUNT / 3


def plain(one: Diagnostic) -> tuple[str, str, object]:
    """Leave out the jobs that a message names, and places: the matrix moves them by no line."""
    return one.rule, one.message.split("and 5 more: ")[-1], one.place.line

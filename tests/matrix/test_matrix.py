"""Every fault that is known, played: the state, the exit code and the creates that come of it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from seedjob.local.deeds import DEEDS
from tests.matrix.case import Case, cases
from tests.matrix.moments import BEFORE, DOINGS, MOMENTS
from tests.matrix.promises import RECEIPT, broken
from tests.matrix.theatre import Played, play

CASES = cases()
LEAST = {
    "create": 20,
    "poll": 20,
    "download": 18,
    "disk": 15,
    "signal": 10,
    "lock": 6,
    "hostile": 15,
    "key": 10,
}
"""How many cases of each area there are at least."""
SLACK = 13.0
"""Seconds by which a busy machine may be late; what holds a run back in a case holds it longer."""


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("videos")


ROWS = [
    pytest.param(
        case,
        id=f"{case.area}: {case.name}",
        marks=[pytest.mark.xfail(reason=case.owed)] if case.owed else [],
    )
    for case in CASES
]


@pytest.mark.parametrize("case", ROWS)
def test_a_fault_ends_as_the_table_says(case: Case, tmp_path: Path, videos: Path) -> None:
    for played in play(case, tmp_path, videos):
        run, said = played.run, played.said
        assert (run.exit, run.states, run.creates) == (
            said.code,
            states(played, case),
            made(played),
        ), said
        assert run.posts in {None, len(played.stage.posts())}, said
        assert re.search(run.says, said.err), said
        assert run.receipt == (f"\n{RECEIPT}" in f"\n{said.err}"), said
        assert run.within is None or played.seconds <= run.within + SLACK, said
        assert list(broken(played)) == [], said


def states(played: Played, case: Case) -> list[str]:
    if played.run.state == "torn":
        return ["torn"]
    found = played.stage.manifests()
    return [found[job]["state"] if job in found else "none" for job in case.jobs]


def made(played: Played) -> int:
    return sum(bool(line["task"]) for line in played.stage.posts())


def test_no_two_cases_bear_one_name() -> None:
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []


def test_every_area_has_its_cases() -> None:
    told = Counter(case.area for case in CASES)

    assert LEAST.keys() == told.keys()
    assert {area: count for area, count in told.items() if count < LEAST[area]} == {}


@pytest.mark.parametrize("on", ["create", "query", "download"])
def test_every_deed_is_played_wherever_it_may_stand(on: str) -> None:
    rules = [rule for case in CASES for run in case.runs for rule in run.faults]
    played = {rule["do"] for rule in rules if rule["on"] == on}

    assert {name for name, deed in DEEDS.items() if on in deed.on} - played == set()


def test_every_moment_and_all_that_is_done_is_played() -> None:
    done = [one for case in CASES for run in case.runs for one in run.meanwhile]

    assert MOMENTS.keys() == {one.when for one in done}
    assert DOINGS.keys() == {one.do for one in done}
    assert BEFORE.keys() == {case.before for case in CASES} - {""}

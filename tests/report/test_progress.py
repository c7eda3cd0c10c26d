"""How a run stands, in few lines: what is counted, what is shown, and what it costs to tell."""

import cProfile
from dataclasses import dataclass, field
from typing import get_args

import pytest

from seedjob.plan.pace import Pace
from seedjob.report.board import Board, Row, Snapshot
from seedjob.report.progress import MOST_LINES, about, line, render, span
from seedjob.report.visible import cells
from seedjob.run.order import Ending

SHORT, LONG = ("m", "480p", 4), ("m", "1080p", 15)


@dataclass
class Case:
    """What was heard of four jobs by when, and the view of it."""

    heard: str
    now: float
    lines: list[str]
    known: dict[tuple[object, ...], float] = field(default_factory=dict)
    width: int = 80
    height: int = 24


FULL = "a creating 0, a queued 1, b creating 1, b processing 2, c creating 3"

CASES = {
    "at first all wait": Case("", 0, ["[--------------------] 0 of 4, 0 s", "waiting 4"]),
    "each step is counted, and shown from when its task was asked for": Case(
        FULL,
        70,
        [
            "[--------------------] 0 of 4, 1 min 10 s",
            "rendering 1, queued 1, creating 1, waiting 1",
            "  a                                     queued       1 min 10 s",
            "  b                                     processing   1 min 09 s",
            "  c                                     creating     1 min 07 s",
        ],
    ),
    "what took its time before tells when the end may come": Case(
        "a creating 0, b creating 0",
        30,
        [
            "[--------------------] 0 of 4, 30 s, ends in about 3 min",
            "creating 2, waiting 2",
            "  a                                     creating     30 s of about 2 min",
            "  b                                     creating     30 s of about 2 min",
        ],
        known={SHORT: 100},
    ),
    "a job of this run tells it too": Case(
        "a creating 0, a done 60, b creating 60",
        60,
        [
            "[#####---------------] 1 of 4, 1 min 00 s, ends in about 2 min",
            "creating 1, waiting 2",
            "done 1",
            "  b                                     creating     0 s of about 1 min",
        ],
    ),
    "one that is late tells of no end that is past": Case(
        "a done 0, b done 0, c done 0, d creating 0",
        500,
        [
            "[###############-----] 3 of 4, 8 min 20 s, ends in about 5 s",
            "creating 1",
            "done 3",
            "  d                                     creating     8 min 20 s of about 2 min",
        ],
        known={SHORT: 100},
    ),
    "ends are counted, those that are done first": Case(
        "a failed 5, b unknown 6, c done 7, d skipped 8",
        9,
        [
            "[####################] 4 of 4, 9 s",
            "done 1, failed 1, unknown 1, skipped 1",
        ],
    ),
    "what another run goes on with is not finished": Case(
        "a done 5, b unsent 6, c unsent 7, d unfinished 8",
        9,
        [
            "[#####---------------] 1 of 4, 9 s",
            "done 1, unsent 2, unfinished 1",
        ],
    ),
    "a low terminal shows fewer rows, and how many more there are": Case(
        FULL,
        4,
        [
            "[--------------------] 0 of 4, 4 s",
            "rendering 1, queued 1, creating 1, waiting 1",
            "  a                                     queued       4 s",
            "  and 2 more",
        ],
        height=6,
    ),
    "the lowest shows one line": Case(FULL, 4, ["[--------------------] 0 of 4, 4 s"], height=2),
    "a narrow one cuts, and its bar is short": Case(
        FULL, 4, ["[------] 0 of 4, 4 s", "rendering 1, queu..."], width=21
    ),
    "the bar goes before the end that is expected": Case(
        "a done 0, b creating 0",
        70,
        ["1 of 4, 1 min 10 s, ends in about 2 min"],
        known={SHORT: 100},
        width=40,
    ),
}


def board(heard: str, known: dict[tuple[object, ...], float]) -> Board:
    pace = Pace()
    for kind, seconds in known.items():
        pace.learn(kind, seconds)
    told = Board(4, dict.fromkeys("abcd", SHORT), 2, pace, 0.0)
    for job, step, when in (words.split() for words in filter(None, heard.split(", "))):
        if step in get_args(Ending):
            told.end(job, step, float(when), learn=True)
        else:
            told.step(job, step, float(when))
    return told


@pytest.mark.parametrize("name", CASES)
def test_a_view_says_how_it_stands(name: str) -> None:
    case = CASES[name]

    lines = render(board(case.heard, case.known).snapshot(case.now), case.width, case.height)

    assert case.lines == lines[: len(case.lines)]
    assert len(case.lines) == len(lines) or case.width < 80


NASTY = "specs/\x1b[2J\u202e雪の狐" + "x" * 200

BUSY = Snapshot(
    total=10_000,
    ended={"done": 1, "failed": 2, "unknown": 3, "skipped": 4, "unsent": 5, "lost": 6},
    under_way={"rendering": 700, "queued": 2, "creating": 1, "downloading": 1},
    waiting=9_000,
    seconds=1e5,
    left=1e5,
    rows=(Row(NASTY, NASTY, 1e6, 1e6),) * 40,
    money=f"spent {NASTY}",
    trouble=f"trouble {NASTY}",
    notice=f"nothing more is created: {NASTY}",
)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
@pytest.mark.parametrize("height", [1, 2, 5, 10, 24, 60])
@pytest.mark.parametrize("width", [1, 4, 20, 40, 80, 200])
def test_a_view_fits_every_terminal_and_nothing_in_it_acts(
    width: int, height: int, encoding: str
) -> None:
    lines = render(BUSY, width, height, encoding)

    assert 1 <= len(lines) <= min(max(MOST_LINES, height // 3), max(1, height - 2))
    assert all(cells(one) < max(width, 1) or not one for one in lines)
    assert "".join(lines).isprintable()
    assert [one.encode(encoding).decode(encoding) for one in lines] == lines


def going(*names: str) -> Snapshot:
    rows = tuple(Row(name, "processing", 70, 100) for name in names)
    return Snapshot(len(names), {}, {"rendering": len(names)}, 0, 70, None, rows)


def test_a_narrow_terminal_shows_names_by_which_jobs_are_told_apart() -> None:
    seen = going("specs/a.dog-clay", "specs/a.cat-clay")

    assert [
        "  specs/a.dog-clay          1 min 10 s",
        "  specs/a.cat-clay          1 min 10 s",
    ] == render(seen, 40, 24)[2:]
    assert "  specs/a.dog-clay   processing   1 min 10 s" == render(seen, 46, 24)[2]


@pytest.mark.parametrize(("jobs", "height", "shown"), [(8, 50, 8), (90, 50, 13), (8, 24, 6)])
def test_a_high_terminal_shows_jobs_on_a_third_of_it(jobs: int, height: int, shown: int) -> None:
    lines = render(going(*(f"job-{at}" for at in range(jobs))), 200, height)

    more = [f"  and {jobs - shown} more"] if jobs > shown else []
    assert shown == sum("processing" in one for one in lines)
    assert more == lines[2 + shown :]


def test_money_trouble_and_what_stopped_creates_have_their_lines() -> None:
    said = render(BUSY, 80, 24)[-3:]

    assert ["spent", "trouble", "nothing"] == [one.split()[0] for one in said]


def test_a_log_is_told_in_one_line() -> None:
    told = board("a done 5, b creating 6, b processing 7", {SHORT: 60})

    assert line(told.snapshot(66.0, money="spent 1.50 EUR")) == (
        "1 of 4 jobs after 1 min 06 s; rendering 1, waiting 2; done 1; ends in about 1 min; "
        "spent 1.50 EUR"
    )


def test_kinds_are_told_apart_and_an_unknown_one_is_as_the_others() -> None:
    pace = Pace()
    for seconds in (60, 70, 500):
        pace.learn(SHORT, seconds)
    pace.learn(LONG, 300)

    assert [70, 300, 185] == [pace.expected(kind) for kind in (SHORT, LONG, ("x", "720p", 5))]
    assert Pace().expected(SHORT) is None


SPANS = {0: "0 s", 59.9: "59 s", 60: "1 min 00 s", 3599: "59 min 59 s", 3600: "1 h 00 min"}
ABOUT = {0: "5 s", 12: "15 s", 60: "1 min", 150: "2 min", 3599: "60 min", 5400: "1 h 30 min"}


def test_times_are_written_as_people_say_them() -> None:
    assert SPANS == {seconds: span(seconds) for seconds in SPANS}
    assert ABOUT == {seconds: about(seconds) for seconds in ABOUT}


def calls_for(count: int) -> int:
    """Count the calls of a look at a run of so many jobs: a tenth has ended, eight render."""
    told = Board(count, {f"job-{n}": SHORT for n in range(count)}, 8, Pace(), 0.0)
    for n in range(count // 10):
        told.step(f"job-{n}", "creating", float(n))
        told.end(f"job-{n}", "done", n + 5.0, learn=True)
    for n in range(count // 10, count // 10 + 8):
        told.step(f"job-{n}", "processing", float(n))
    profile = cProfile.Profile()
    profile.runcall(lambda: render(told.snapshot(1e4), 80, 24))
    return sum(entry.callcount for entry in profile.getstats())


def test_a_look_at_ten_thousand_jobs_costs_as_much_as_at_a_hundred() -> None:
    few, many = calls_for(100), calls_for(10_000)

    assert many < few * 1.2

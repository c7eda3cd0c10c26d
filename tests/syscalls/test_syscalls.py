"""No call to the system of a run can fail, or be its last, so that a promise breaks."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from seedjob.manifest import Task
from seedjob.run.receipt import Receipt, write_receipt
from tests.cli.program import Said
from tests.run.stage import COMPLETED, INTENT, SUBMITTED
from tests.syscalls.__main__ import attempt, sample, told
from tests.syscalls.calls import calls, tampered
from tests.syscalls.gateway import video
from tests.syscalls.judge import PROMISES, broken
from tests.syscalls.points import KILL, Point, points
from tests.syscalls.trial import HUNG, Evidence, Left, untouched

EVERY: Final = 8
SECONDS: Final = 240.0
RECEIPT: Final = write_receipt(
    Receipt("specs/fox", "specs/fox.yaml", "live", "sha256:0", "2026-01-01T00:00:00Z", "task-1")
)
TRACEBACK: Final = "Traceback (most recent call last):\n"


@pytest.mark.tools
@pytest.mark.ptrace
def test_a_sample_of_all_calls_breaks_no_promise() -> None:
    assert shutil.which("strace"), "strace is not on the PATH"
    found, out_of_reach = points(*untouched())
    chosen = sample(found, EVERY, seed=0)

    tally = attempt(chosen, workers=2, seconds=SECONDS)

    assert len(chosen) >= 35
    assert {} == tally.broken, told(tally, out_of_reach)
    assert (0, []) == (tally.untried, tally.missed)


DONE: Final = Left(Said(0, "", ""), COMPLETED, video())
BROKE_OFF: Final = Left(Said(-9, "", ""), SUBMITTED, None)
OPEN: Final = Left(Said(10, "", ""), INTENT, None)
KILLED: Final = Evidence(
    point=Point("write", 1, KILL, "a file"),
    met=True,
    first=BROKE_OFF,
    second=DONE,
    paid_first=("task-1",),
    paid=("task-1",),
    arrived=frozenset({"task-1"}),
)
FAILED: Final = replace(KILLED, point=Point("write", 1, "EIO", "a file"))
LOST_TASK: Final = SUBMITTED.model_copy(
    update={"task": Task(id="another", submitted_at="2026-01-31T12:00:00Z")}
)


def left(code: int, err: str = "", **given: Any) -> Left:
    return replace(Left(Said(code, "", err), None, None), **given)


CASES: Final[Mapping[str, tuple[Evidence, set[str]]]] = {
    "killed after the id was kept": (KILLED, set()),
    "killed before the id was kept": (
        replace(KILLED, first=left(-9, record=INTENT), second=OPEN),
        set(),
    ),
    "the id in a receipt": (
        replace(FAILED, first=left(11, RECEIPT, record=INTENT), second=KILLED.second),
        set(),
    ),
    "a receipt that settled nothing": (
        replace(FAILED, first=left(11, RECEIPT, record=INTENT), second=OPEN),
        {"the second run came to no end"},
    ),
    "two creates": (replace(KILLED, paid=("task-1", "task-2")), {"paid twice"}),
    "an id that arrived, in no record and no receipt": (
        replace(FAILED, first=left(11, record=INTENT), second=OPEN),
        {"lost an id that had arrived"},
    ),
    "a task that nothing tells of": (
        replace(KILLED, first=left(-9), arrived=frozenset()),
        {"forgot a payment"},
    ),
    "another's id in the record": (
        replace(FAILED, first=left(5, record=LOST_TASK)),
        {"lost an id that had arrived", "forgot a payment"},
    ),
    "a torn manifest": (
        replace(KILLED, first=replace(BROKE_OFF, torn="no JSON")),
        {"tore a manifest"},
    ),
    "half a video in its place": (
        replace(KILLED, first=replace(BROKE_OFF, video=b"half")),
        {"a wrong file under a final name"},
    ),
    "a traceback in the next run": (
        replace(KILLED, second=replace(DONE, said=Said(0, "", TRACEBACK))),
        {"traceback"},
    ),
    "exit 1": (replace(FAILED, first=left(1, record=SUBMITTED)), {"undocumented exit"}),
    "dead without having been killed": (
        replace(FAILED, first=BROKE_OFF),
        {"undocumented exit"},
    ),
    "exit 0 and no video": (
        replace(FAILED, first=left(0, record=SUBMITTED)),
        {"exit 0 without its video"},
    ),
    "an intent of which nothing was sent stays after the disk failed": (
        replace(
            FAILED,
            first=left(11, record=INTENT),
            second=OPEN,
            paid_first=(),
            paid=(),
            arrived=frozenset(),
        ),
        {"open for nothing"},
    ),
    "the next run takes a paid task for open": (
        replace(KILLED, second=OPEN),
        {"the second run came to no end"},
    ),
    "the next run hangs": (
        replace(KILLED, second=left(HUNG, record=SUBMITTED)),
        {"the second run came to no end", "hung"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_breaks_a_promise_is_told_by_its_name(name: str) -> None:
    evidence, expected = CASES[name]

    assert expected == set(broken(evidence))


def test_each_promise_can_be_broken() -> None:
    assert set(PROMISES) == set().union(*(names for _, names in CASES.values()))


LOG: Final = """\
7 socketpair(AF_UNIX, SOCK_STREAM, 0, [5, 6]) = 0
7 openat(AT_FDCWD</p>, "/usr/lib/os.py", O_RDONLY) = 3</usr/lib/os.py>
7 openat(AT_FDCWD</p>, "/p/specs/fox.mp4.part", O_WRONLY|O_CREAT) = 3</p/specs/fox.mp4.part>
7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4<socket:[40]>
7 connect(4<socket:[40]>, {sa_family=AF_INET}, 16) = -1 EINPROGRESS (Operation now in progress)
7 recvfrom(5<socket:[50]>, <unfinished ...>
8 fsync(3</p/specs/fox.mp4.part> <unfinished ...>
7 <... recvfrom resumed>"\\0", 4096, 0, NULL, NULL) = 1
8 <... fsync resumed>) = -1 EIO (Input/output error) (INJECTED)
7 recvfrom(4<socket:[40]>, "HTTP", 4096, 0, NULL, NULL) = 4
7 write(2<pipe:[9]>, "done", 4) = 4
7 rename("/p/specs/.fox.manifest.json.0123abcd.draft", "/p/specs/fox.manifest.json") = ?
"""


def test_a_point_is_a_call_about_something_of_ours_by_its_number_in_its_thread() -> None:
    found, out_of_reach = points(LOG, "/p")

    assert 0 == out_of_reach
    assert [
        ("openat#2:KILL", "specs/fox.mp4.part"),
        ("socket#1:KILL", "a connection"),
        ("connect#1:KILL", "a connection"),
        ("fsync#1@:KILL", "specs/fox.mp4.part"),
        ("recvfrom#2:KILL", "a connection"),
        ("write#1:KILL", "stderr"),
        ("rename#1:KILL", "specs/.fox.manifest.json.*.draft"),
    ] == [(point.name, point.about) for point in found if point.fault == KILL]


def test_a_call_that_failed_by_strace_or_was_the_last_is_known_by_what_it_was_about() -> None:
    assert {
        ("fsync", "specs/fox.mp4.part"),
        ("rename", "specs/.fox.manifest.json.*.draft"),
    } == tampered(calls(LOG), "/p")

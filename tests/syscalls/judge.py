"""What a point left to what is wrong with it: the promises, each by its name."""

from collections.abc import Callable, Mapping
from typing import Final

from seedjob.cli.exits import DONE, FAULT, MEANINGS, UNKNOWN, UNRECORDED
from tests.syscalls.gateway import video
from tests.syscalls.points import KILL
from tests.syscalls.trial import HUNG, Evidence, Left

OPEN: Final = ("submitting", "unknown")
"""States of a job whose create nobody knows the outcome of: only a person goes on from there."""

KILLED: Final = (-9, 137)
TRACEBACK: Final = "Traceback (most recent call last)"


def broken(evidence: Evidence) -> list[str]:
    """List the promises that a point broke, by their names."""
    return [name for name, breaks in PROMISES.items() if breaks(evidence)]


def kept(evidence: Evidence, task_id: str) -> bool:
    """Tell whether an id can be found after the run with the fault: in a record or a receipt."""
    return _recorded(evidence.first) == task_id or task_id in evidence.first.receipts


def _recorded(left: Left) -> str | None:
    return left.record.task.id if left.record and left.record.task else None


def _state(left: Left) -> str | None:
    return left.record.state if left.record else None


def _whole(left: Left) -> bool:
    return _state(left) == "completed" and left.video == video()


def _loses_what_arrived(evidence: Evidence) -> bool:
    """Tell whether an id that had arrived is lost; a program that was killed may leave it open."""
    lost = [one for one in evidence.arrived if not kept(evidence, one)]
    excused = evidence.point.fault == KILL and _state(evidence.first) in OPEN
    return bool(lost) and not excused


def _forgets_a_payment(evidence: Evidence) -> bool:
    lost = [one for one in evidence.paid_first if not kept(evidence, one)]
    return bool(lost) and _state(evidence.first) not in OPEN


def _exits_strangely(evidence: Evidence) -> bool:
    code = evidence.first.said.code
    killed = evidence.point.fault == KILL and code in KILLED
    return not killed and (code not in MEANINGS or code == FAULT)


def _claims_too_much(evidence: Evidence) -> bool:
    return evidence.first.said.code == DONE and not _whole(evidence.first)


def _opens_for_nothing(evidence: Evidence) -> bool:
    """Tell whether the disk failed before anything was sent, and the job is still taken for sent.

    A program that was killed there cannot take its intent back.
    """
    failed = evidence.first.said.code == UNRECORDED and not evidence.paid_first
    return failed and _state(evidence.first) in OPEN


def _does_not_come_to_an_end(evidence: Evidence) -> bool:
    """Tell whether a run without a fault neither finished the job nor had to leave it open.

    Where there was a receipt, `settle` has read it back before: then nothing may stay open.
    """
    last = evidence.second
    done = last.said.code == DONE and _whole(last) and _recorded(last) in evidence.paid
    open_ = _state(evidence.first) in OPEN and _state(last) in OPEN and not evidence.first.receipts
    return not done and not (last.said.code == UNKNOWN and open_)


def _places_a_wrong_video(evidence: Evidence) -> bool:
    return any(left.video not in (None, video()) for left in (evidence.first, evidence.second))


def _says(what: str) -> Callable[[Evidence], bool]:
    return lambda evidence: any(
        what in left.said.out + left.said.err for left in (evidence.first, evidence.second)
    )


PROMISES: Final[Mapping[str, Callable[[Evidence], bool]]] = {
    "paid twice": lambda evidence: len(evidence.paid) > 1,
    "lost an id that had arrived": _loses_what_arrived,
    "forgot a payment": _forgets_a_payment,
    "tore a manifest": lambda evidence: bool(evidence.first.torn or evidence.second.torn),
    "a wrong file under a final name": _places_a_wrong_video,
    "traceback": _says(TRACEBACK),
    "undocumented exit": _exits_strangely,
    "exit 0 without its video": _claims_too_much,
    "open for nothing": _opens_for_nothing,
    "the second run came to no end": _does_not_come_to_an_end,
    "hung": lambda evidence: HUNG in (evidence.first.said.code, evidence.second.said.code),
}
"""What breaks a promise, by name; none may be true of any point."""

"""Exit codes: what each means to a program that called seedjob."""

from collections.abc import Iterable, Mapping
from typing import Final

from seedjob.errors import (
    ApprovalError,
    MediaError,
    RecordError,
    SeedjobError,
    ServiceUnusable,
    UsageError,
)

DONE: Final = 0
FAULT: Final = 1
USAGE: Final = 2
INVALID: Final = 3
FAILED: Final = 4
UNFINISHED: Final = 5
REFUSED: Final = 6
UNUSABLE: Final = 7
PENDING: Final = 8
DIFFERENT: Final = 9
UNKNOWN: Final = 10
UNRECORDED: Final = 11
HUNG_UP: Final = 129
INTERRUPTED: Final = 130
TERMINATED: Final = 143
NOBODY_READS: Final = 141
"""As a shell says of a program whose output nobody reads any more."""

ORDER: Final = (
    FAULT,
    UNRECORDED,
    UNKNOWN,
    INTERRUPTED,
    TERMINATED,
    HUNG_UP,
    USAGE,
    INVALID,
    UNUSABLE,
    REFUSED,
    FAILED,
    DIFFERENT,
    UNFINISHED,
    PENDING,
    NOBODY_READS,
    DONE,
)
"""Which code stands where several would: the earlier one."""

MEANINGS: Final[Mapping[int, str]] = {
    DONE: "all that was selected is done, or up to date",
    FAULT: "a fault of the program itself",
    USAGE: "usage or settings",
    INVALID: "specs invalid",
    FAILED: "a job failed at the service, or was refused",
    UNFINISHED: "not finished, resumable: still rendering, deadline, interrupted work",
    REFUSED: "refused before spending: budget, no approval, stale plan, another run holds the lock",
    UNUSABLE: "the service cannot be used: key, balance, network",
    PENDING: "work is pending: only `plan --detailed-exitcode` says so",
    DIFFERENT: "`schema --check` found a difference",
    UNKNOWN: "at least one create has an unknown outcome",
    UNRECORDED: "a record or the output could not be written; nothing more was created",
    HUNG_UP: "the terminal went away, after records were safe",
    INTERRUPTED: "interrupted by Ctrl-C, after records were safe",
    NOBODY_READS: "nobody read the output to its end",
    TERMINATED: "terminated, after records were safe",
}

ERRORS: Final[Mapping[type, int]] = {
    UsageError: USAGE,
    MediaError: INVALID,
    ApprovalError: REFUSED,
    ServiceUnusable: UNUSABLE,
    RecordError: UNRECORDED,
    SeedjobError: FAULT,
}

ENDINGS: Final[Mapping[str, int]] = {
    "done": DONE,
    "skipped": DONE,
    "failed": FAILED,
    "lost": FAILED,
    "unfinished": UNFINISHED,
    "unsent": UNFINISHED,
    "unusable": UNUSABLE,
    "unknown": UNKNOWN,
    "unrecorded": UNRECORDED,
}
"""How a job ended to the code that this alone would give."""


def worst(codes: Iterable[int]) -> int:
    """Pick the code that stands for all."""
    return min(codes, key=ORDER.index, default=DONE)

"""Exit codes: what each means to a program that called seedjob."""

from collections.abc import Iterable, Mapping
from typing import Final

from seedjob.errors import ApprovalError, RecordError, SeedjobError, ServiceUnusable, UsageError

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
INTERRUPTED: Final = 130
TERMINATED: Final = 143
NOBODY_READS: Final = 141
"""As a shell says of a program whose output nobody reads any more."""
EXIT_SIGNAL: Final = 128
"""A process that a signal stopped exits with this and the number of the signal."""

ORDER: Final = (
    FAULT,
    UNRECORDED,
    UNKNOWN,
    INTERRUPTED,
    TERMINATED,
    USAGE,
    INVALID,
    UNUSABLE,
    REFUSED,
    FAILED,
    DIFFERENT,
    UNFINISHED,
    PENDING,
    DONE,
)
"""Which code stands where several would: the earlier one."""

ERRORS: Final[Mapping[type, int]] = {
    UsageError: USAGE,
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

"""The calls of an untouched run to the points at which a fault is tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.syscalls.calls import CONNECTION, STREAMS, Call, calls, connections, subject

KILL: Final = "KILL"
DISK: Final = ("ENOSPC", "EIO")
CLOSED: Final = "EOF"
"""No error: the other side has closed the connection."""

STAYS: Final = "+"
"""After an error: it is the answer to this call and to each later one of its kind."""

FILE_FAULTS: Final[Mapping[str, tuple[str, ...]]] = {
    "write": DISK,
    "writev": DISK,
    "pwrite64": DISK,
    "read": ("EIO",),
    "fsync": ("EIO", "ENOSPC", "EIO+"),
    "fdatasync": ("EIO", "EIO+"),
    "ftruncate": ("EIO", "EIO+"),
    "rename": (*DISK, "EIO+"),
    "renameat": (*DISK, "EIO+"),
    "renameat2": (*DISK, "EIO+"),
    "link": (*DISK, "EPERM"),
    "linkat": (*DISK, "EPERM"),
    "unlink": ("EIO", "EIO+"),
    "unlinkat": ("EIO", "EIO+"),
    "openat": (*DISK, "EMFILE"),
    "mkdir": DISK,
    "mkdirat": DISK,
    "flock": ("ENOLCK", "EIO", "ENOLCK+"),
    "close": ("EIO",),
}
"""What the system may answer where a call is about a file."""

SOCKET_FAULTS: Final[Mapping[str, tuple[str, ...]]] = {
    "socket": ("EMFILE", "ENOBUFS"),
    "connect": ("ECONNREFUSED", "ETIMEDOUT", "ECONNRESET"),
    "sendto": ("ECONNRESET", "EPIPE", "ETIMEDOUT"),
    "sendmsg": ("ECONNRESET", "EPIPE"),
    "recvfrom": ("ECONNRESET", "ETIMEDOUT", CLOSED),
    "recvmsg": ("ECONNRESET", "ETIMEDOUT", CLOSED),
    "close": ("ECONNRESET",),
}
"""What it may answer where a call is about a connection."""

STREAM_FAULTS: Final = ("ENOSPC", "EIO", "EPIPE")
"""What it may answer to a write on stdout or stderr."""

TRACED: Final = tuple(dict.fromkeys((*FILE_FAULTS, *SOCKET_FAULTS)))


@dataclass(frozen=True, slots=True)
class Point:
    """A call by its number in its thread, what it is about, and what becomes of it.

    `alone` is false where other threads get as far in such calls: strace must follow none then.
    `of_file` is true where the call is another thread's: it is counted among those about its file.
    """

    syscall: str
    ordinal: int
    fault: str
    about: str
    alone: bool = True
    of_file: bool = False

    @property
    def name(self) -> str:
        return f"{self.syscall}#{self.ordinal}{'@' * self.of_file}:{self.fault}"


def points(log: str, root: str) -> tuple[list[Point], int]:
    """List the points of a run in the project at `root`, and count those that cannot be reached.

    A point is a call of ours with a fault. No call of ours is what the interpreter does to start,
    and a thread's wake-up of the event loop over the loop's own pair of sockets. Out of reach is
    the call of a thread where the main thread makes the same: strace counts in each for itself.
    """
    made = calls(log)
    connected = connections(made)
    ours = [(call, subject(call, root, connected)) for call in made]
    pairs = [
        (call, about, fault)
        for call, about in ours
        if about is not None
        for fault in _faults(call.syscall, about)
    ]
    reached = [pair for pair in pairs if _in_reach(pair[0], made)]
    return [_point(*pair, made=made) for pair in reached], len(pairs) - len(reached)


def _faults(syscall: str, about: str) -> tuple[str, ...]:
    kinds = SOCKET_FAULTS if about == CONNECTION else FILE_FAULTS
    faults = STREAM_FAULTS if about in STREAMS.values() else kinds.get(syscall, ())
    return (KILL, *faults) if syscall in kinds else ()


def _same(call: Call, made: Iterable[Call]) -> list[Call]:
    return [one for one in made if (one.syscall, one.place) == (call.syscall, call.place)]


def _in_reach(call: Call, made: Iterable[Call]) -> bool:
    """Tell whether strace can hit this call: in the main thread, or else by its file alone."""
    return not call.thread or all(one.thread == call.thread for one in _same(call, made))


def _point(call: Call, about: str, fault: str, *, made: Sequence[Call]) -> Point:
    if call.thread:
        number = _same(call, made).index(call) + 1
        return Point(call.syscall, number, fault, about, of_file=True)
    rivals = (one for one in made if one.thread and one.syscall == call.syscall)
    alone = all(one.ordinal < call.ordinal for one in rivals)
    return Point(call.syscall, call.ordinal, fault, about, alone=alone)

"""The log of strace to the calls that a run made, and to what of ours each is about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

CONNECTION: Final = "a connection"
STREAMS: Final = {"1": "stdout", "2": "stderr"}

_LINE: Final = re.compile(r"(?:(?P<thread>\d+) +)?(?P<syscall>\w+)\((?P<rest>.*)")
_RESUMED: Final = re.compile(r"(?:(?P<thread>\d+) +)?<\.\.\. \w+ resumed>(?P<rest>.*)")
_PLACE: Final = re.compile(r'(?:AT_FDCWD<[^>]*>, )?(?:"([^"]*)"|(\d+)<([^>]*)>)')
_DRAFT: Final = re.compile(r"\.[0-9a-f]{8}\.draft$")


@dataclass(slots=True)
class Call:
    """A call: how manieth of its kind it is in its thread, its file or socket, and what it said.

    Threads are counted as they come, the main one as 0.
    """

    thread: int
    syscall: str
    ordinal: int
    place: str
    rest: str

    @property
    def tampered(self) -> bool:
        """Tell whether it was made to fail, or never came back."""
        return "(INJECTED)" in self.rest or self.rest.endswith(("= ?", "<unfinished ...>"))


def calls(log: str) -> list[Call]:
    """Read the calls of a log that `strace -y` wrote, with or without `-f`, as they began."""
    found: list[Call] = []
    counts: Counter[tuple[str, str]] = Counter()
    threads: dict[str, int] = {}
    last: dict[str, Call] = {}
    for line in log.splitlines():
        if resumed := _RESUMED.match(line):
            last[resumed["thread"]].rest += resumed["rest"]
        elif made := _LINE.match(line):
            thread, syscall, rest = made["thread"], made["syscall"], made["rest"]
            counts[thread, syscall] += 1
            number = threads.setdefault(thread, len(threads))
            last[thread] = Call(number, syscall, counts[thread, syscall], _place(rest), rest)
            found.append(last[thread])
    return found


def _place(rest: str) -> str:
    found = _PLACE.match(rest)
    if found is None:
        return ""
    path, number, opened = found.groups()
    return STREAMS.get(number, path or opened)


def connections(made: Iterable[Call]) -> set[str]:
    """List the sockets that went to somebody else; those of the event loop's own pair did not."""
    return {call.place for call in made if call.syscall == "connect"}


def subject(call: Call, root: str, connected: set[str]) -> str | None:
    """Name what of ours a call is about: a file in the project, a stream, a connection."""
    if call.place in STREAMS.values():
        return call.place
    if call.place in connected or (call.syscall == "socket" and "AF_INET" in call.rest):
        return CONNECTION
    if call.place.startswith(f"{root}/"):
        return _DRAFT.sub(".*.draft", call.place.removeprefix(f"{root}/"))
    return None


def tampered(made: Sequence[Call], root: str) -> set[tuple[str, str | None]]:
    """Give the calls that strace tampered with, each with what it is about."""
    connected = connections(made)
    return {(call.syscall, subject(call, root, connected)) for call in made if call.tampered}

"""What a fault rule can do, as a value: its place, its arguments, what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from seedjob.local.arguments import Argument, whole, yes_or_no
from seedjob.local.changes import Strike
from seedjob.local.wire import Answer, Reply

ALL = ("create", "query", "download")
API = ("create", "query")
CREATE, QUERY, DOWNLOAD = ("create",), ("query",), ("download",)

ACCEPT = {"accept": yes_or_no()}
RESET = {"reset": yes_or_no()}
BY = whole(1000, -(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Deed:
    """One name of the table: where it may stand, what it does, what it takes.

    `acts` tells whether the request is acted upon before its reply is changed; `only` counts no
    requests but queries of completed tasks, or downloads of a stretch.
    """

    on: tuple[str, ...]
    does: str
    change: Callable[[Reply, Strike], Answer]
    args: Mapping[str, Argument] = field(default_factory=dict)
    acts: bool = True
    times: int | None = None
    only: Literal["finished", "ranged"] | None = None

"""What was asked for on the command line, as a value: which of all jobs a command is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from seedjob.cli.shard import Shard


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for: globs over name or id, tags, one part of so many, what changed since.

    A job is selected that satisfies each kind; of several globs, or several tags, one is enough.
    """

    globs: Sequence[str] = ()
    tags: Sequence[str] = ()
    shard: Shard | None = None
    since: str | None = None

    def __bool__(self) -> bool:
        """Tell whether anything but everything was asked for."""
        return self != Selection()

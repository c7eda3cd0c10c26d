"""Whether further creates may be sent, and whether anything goes on at all."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(slots=True)
class Gate:
    """Shut for creates by a refusal, the disk or too many unknowns; stopped by a person.

    Once shut it stays shut for the run, and the first reason stands. `under_way` counts creates
    whose answer is still to come.
    """

    max_unknown: int
    reason: str | None = None
    unknown: int = 0
    under_way: int = 0
    shut_event: asyncio.Event = field(default_factory=asyncio.Event)
    stop_event: asyncio.Event = field(default_factory=asyncio.Event)

    def shut(self, reason: str) -> None:
        """Let no further create through."""
        self.reason = self.reason or reason
        self.shut_event.set()

    def stop(self) -> None:
        """Let no further create through, and leave paid tasks where they stand."""
        self.shut("interrupted")
        self.stop_event.set()

    def count_unknown(self) -> None:
        """Count a create of this run whose outcome nobody knows."""
        self.unknown += 1
        if self.unknown >= self.max_unknown:
            self.shut(f"{self.unknown} creates have an unknown outcome")


async def unless(event: asyncio.Event, work: Coroutine[None, None, Result]) -> Result | None:
    """Do the work; leave it, with nothing, as soon as `event` is set."""
    working, waiting = asyncio.ensure_future(work), asyncio.ensure_future(event.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not working.done():
        working.cancel()
    with suppress(asyncio.CancelledError):
        return await working
    return None

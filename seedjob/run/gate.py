"""Whether further creates may be sent, and whether anything goes on at all."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, TypeVar

from seedjob.run.purse import Purse

Result = TypeVar("Result")

INTERRUPTED: Final = "interrupted"
"""Why a gate is shut that a person stopped."""


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
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def turn(self, purse: Purse, job: str, estimate: str | None) -> str | None:
        """Wait for one's turn to create, and reserve its price; give the reason where it has none.

        Once one outcome is unknown, no more are sent than may become unknown besides. What would
        fit were others not under way waits for them: a create that comes to nothing gives back.
        """
        while not self.reason and (self._is_doubtful() or purse.may_fit_later(estimate)):
            self.changed.clear()
            await self.changed.wait()
        return self.reason or purse.reserve(job, estimate)

    def _is_doubtful(self) -> bool:
        return 0 < self.unknown >= self.max_unknown - self.under_way

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Count a create as under way for the length of a block."""
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            self.changed.set()

    def shut(self, reason: str) -> None:
        """Let no further create through."""
        self.reason = self.reason or reason
        self.shut_event.set()
        self.changed.set()

    def stop(self) -> None:
        """Let no further create through, and leave paid tasks where they stand."""
        self.shut(INTERRUPTED)
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

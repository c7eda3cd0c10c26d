"""A clock that jumps: sleeping costs no time, and those who wake earlier wake first."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 1, tzinfo=UTC)
TURNS = 20
"""How often others get a turn before time jumps: who was woken goes on, who wants to sleeps."""


class JumpingClock:
    """Time moves only when everybody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int]] = []
        self._count = 0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self._count += 1
        me = (self.seconds + seconds, self._count)
        heapq.heappush(self._sleepers, me)
        try:
            turns = 0
            while turns < TURNS:
                await asyncio.sleep(0)
                turns = turns + 1 if self._sleepers[0] == me else 0
            self.seconds = max(self.seconds, me[0])
        finally:
            self._sleepers.remove(me)
            heapq.heapify(self._sleepers)

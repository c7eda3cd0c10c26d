"""How long to wait before trying again: what the service asks for, else full jitter, capped."""

from typing import Final

FIRST: Final = 2.0
LONGEST: Final = 60.0
"""Seconds: the widest first wait, and the widest wait at all."""

PATIENCE: Final = 600.0
"""Seconds: how much of a Retry-After is obeyed; a longer one is somebody's mistake."""


def backoff(attempt: int, jitter: float, retry_after: float | None = None) -> float:
    """Tell the seconds before attempt `attempt` + 1; `jitter` is a number from 0 to 1."""
    if retry_after is not None:
        return min(max(retry_after, 0.0), PATIENCE)
    return jitter * min(LONGEST, FIRST * 2.0 ** min(attempt, 10))


def poll_pause(every: float, troubles: int, *, jitter: float, retry_after: float | None) -> float:
    """Tell the seconds before the next poll, never less than `every`."""
    if troubles == 0:
        return every
    return max(every, backoff(troubles - 1, jitter, retry_after))

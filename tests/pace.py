"""Bounds on a processor's time, taken on a quiet machine, to bounds on the machine that runs us."""

import time
from typing import Final

QUIET: Final = 0.011
"""Seconds of CPU that the work below takes on the machine on which bounds are set."""


def bound(seconds: float) -> float:
    """Give the seconds in which this machine does what the quiet one does in `seconds`; no fewer.

    It is measured just now, the worst of a few: neighbours slow a processor down as well.
    """
    return seconds * max(1.0, max(_work() for _ in range(3)) / QUIET)


def _work() -> float:
    """Do a bit of what judges do, with dicts, texts and calls; tell the seconds of CPU."""
    began = time.process_time()
    counts: dict[str, int] = {}
    for number in range(60_000):
        word = f"k{number % 5_000}:"
        counts[word] = counts.get(word, 0) + len(word.strip())
    return time.process_time() - began

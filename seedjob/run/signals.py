"""INT and TERM to a stop: the first one lets records be finished, a second one leaves at once."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
EXIT: Final = 128
"""A process that a signal stopped exits with this and the signal's number."""


@contextmanager
def stopping(on_first: Callable[[], None]) -> Iterator[list[signal.Signals]]:
    """Watch for signals on the running loop; gives a list that holds the one that came."""
    came: list[signal.Signals] = []

    def received(number: signal.Signals) -> None:
        if came:
            os._exit(EXIT + number)
        came.append(number)
        on_first()

    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, received, number)
    try:
        yield came
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)

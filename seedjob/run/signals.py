"""INT, TERM and HUP to a stop: the first lets records be finished, a second one leaves at once."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

EXIT: Final = 128
"""A process that a signal stopped exits with this and the signal's number."""

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

ECHO: Final = 0.5
"""Seconds in which a second signal is the first one's echo: shells and wrappers pass it on."""


@contextmanager
def stopping(
    on_first: Callable[[], None], on_second: Callable[[signal.Signals], None]
) -> Iterator[list[signal.Signals]]:
    """Watch for signals on the running loop; gives a list that holds the one that came first.

    A HUP that the process was started to ignore, as by nohup, stays ignored.
    """
    came: list[signal.Signals] = []
    loop = asyncio.get_running_loop()
    since = loop.time()

    def received(number: signal.Signals) -> None:
        nonlocal since
        if not came:
            came.append(number)
            since = loop.time()
            on_first()
        elif loop.time() - since > ECHO:
            on_second(number)

    numbers = [one for one in SIGNALS if signal.getsignal(one) is not signal.SIG_IGN]
    for number in numbers:
        loop.add_signal_handler(number, received, number)
    try:
        yield came
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)

"""Text to a terminal that may be slow, stopped, in the background, or gone: nobody waits for it."""

import os
import select
from contextlib import suppress
from typing import Final, TextIO

LAST: Final = 1.0
"""Seconds for which a terminal is waited for at the end."""


class Terminal:
    """The terminal behind a stream, opened once more: only so its writes never wait.

    What it does not take at once is kept, and written before anything else. Where it cannot be
    opened nothing is ever written.
    """

    def __init__(self, stream: TextIO) -> None:
        self.encoding = stream.encoding or "ascii"
        self._rest = b""
        self._file: int | None = None
        flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
        with suppress(OSError, ValueError):
            self._file = os.open(os.ttyname(stream.fileno()), flags)

    @property
    def opened(self) -> bool:
        """Tell whether there is a terminal to write to."""
        return self._file is not None

    @property
    def ready(self) -> bool:
        """Tell whether it took all that was written: nobody stopped it, and it keeps up."""
        self._flush()
        return not self._rest

    @property
    def in_front(self) -> bool:
        """Tell whether it is ours to draw on: a shell's may show another program by now."""
        with suppress(OSError):
            return self._file is None or os.tcgetpgrp(self._file) == os.getpgrp()
        return True

    @property
    def size(self) -> tuple[int, int]:
        """Tell columns and lines; where it cannot be told, those of old."""
        with suppress(OSError):
            columns, lines = os.get_terminal_size(-1 if self._file is None else self._file)
            if columns and lines:
                return columns, lines
        return 80, 24

    def write(self, text: str) -> None:
        """Write in one go, or as soon as it can be; what nobody sees changes nothing."""
        if self._file is not None:
            self._rest += text.encode(self.encoding, "backslashreplace")
            self._flush()

    def drain(self, seconds: float | None = None) -> None:
        """Wait until it took everything, for no longer than that between two parts."""
        with suppress(OSError):
            while self._rest and self._file is not None:
                if not select.select((), (self._file,), (), seconds)[1]:
                    return
                self._flush()

    def close(self) -> None:
        """Wait a moment for what it has not taken yet, and write no more."""
        self.drain(LAST)
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _flush(self) -> None:
        try:
            while self._rest and self._file is not None:
                self._rest = self._rest[os.write(self._file, self._rest) :]
        except BlockingIOError:  # it is full, or stopped
            return
        except OSError:  # it is gone
            self._rest = b""

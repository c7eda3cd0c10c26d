"""Text to a terminal that may be slow, in the background, or gone: no write waits or fails."""

import os
import select
from contextlib import suppress
from typing import TextIO


class Terminal:
    """The terminal behind a stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._file = stream.fileno()
        self.encoding = stream.encoding or "ascii"

    @property
    def ready(self) -> bool:
        """Tell whether a write would not wait: nobody stopped the terminal, and it keeps up."""
        with suppress(OSError, ValueError):
            return bool(select.select((), (self._file,), (), 0)[1])
        return False

    @property
    def in_front(self) -> bool:
        """Tell whether it is ours to draw on: a shell's may show another program by now."""
        with suppress(OSError):
            return os.tcgetpgrp(self._file) == os.getpgrp()
        return True

    @property
    def size(self) -> tuple[int, int]:
        """Tell columns and lines; where it cannot be told, those of old."""
        with suppress(OSError):
            columns, lines = os.get_terminal_size(self._file)
            if columns and lines:
                return columns, lines
        return 80, 24

    def write(self, text: str) -> None:
        """Write in one go; what nobody sees changes nothing."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()

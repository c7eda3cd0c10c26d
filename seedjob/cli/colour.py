"""Flag, environment and stream to whether what is shown there is in colour."""

import os
from collections.abc import Mapping
from shutil import get_terminal_size
from typing import Final, TextIO

from seedjob.report.paint import Paint, colour, plain
from seedjob.report.text import WIDEST

MARGIN: Final = 6
"""Cells beside a source line: its indentation, and the signs that it is cut."""

NARROWEST: Final = 20

OF_OLD: Final = 80
"""Columns of a terminal that does not tell."""


def painter(
    stream: TextIO, when: str = "auto", environment: Mapping[str, str] = os.environ
) -> Paint:
    """Pick the painter for what goes to `stream`; a flag weighs more than the environment."""
    if when != "auto":
        return colour if when == "always" else plain
    if environment.get("NO_COLOR"):
        return plain
    if environment.get("FORCE_COLOR", "0") != "0" or environment.get("CLICOLOR_FORCE", "0") != "0":
        return colour
    return colour if stream.isatty() and environment.get("TERM") != "dumb" else plain


def columns(stream: TextIO) -> int | None:
    """Tell how many cells a line of a terminal has; none where there is no terminal."""
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or OF_OLD
    except OSError:
        return OF_OLD


def width(stream: TextIO) -> int:
    """Tell how many cells of a source line are shown: as many as fit, where a terminal is."""
    room = get_terminal_size().columns - MARGIN if stream.isatty() else WIDEST
    return max(min(room, WIDEST), NARROWEST)

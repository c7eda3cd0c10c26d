"""Flag, environment and stream to whether what is shown there is in colour."""

import os
from collections.abc import Mapping
from typing import TextIO

from seedjob.report.paint import Paint, colour, plain


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

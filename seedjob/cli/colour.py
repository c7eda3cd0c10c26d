"""Flag, environment and stream to whether what is shown there is in colour."""

import os
from collections.abc import Mapping
from typing import Final, TextIO

import click

from seedjob.report.paint import Paint, colour, plain

CHOICES: Final = ("auto", "always", "never")

COLOUR: Final = click.option(
    "--color", "when", type=click.Choice(CHOICES), default=CHOICES[0], show_default=True,
    help="Colour for people; auto heeds the terminal, NO_COLOR and FORCE_COLOR.",
)  # fmt: skip


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

"""A plan to text for whoever reads a stream: as wide as it is, or as a terminal lets it be."""

from collections.abc import Sequence
from typing import TextIO

from seedjob.cli.colour import columns
from seedjob.plan.step import ALL_READ, Besides, Step
from seedjob.report import plan, plan_narrow


def shown(steps: Sequence[Step], stream: TextIO, besides: Besides = ALL_READ) -> str:
    """Write a plan for a stream; what goes into a file or a pipe is cut nowhere."""
    width = columns(stream)
    if width is None:
        return plan.render(steps, besides)
    return plan_narrow.render(steps, width, besides)

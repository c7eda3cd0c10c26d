"""A plan to text for whoever reads a stream: as wide as it is, or as a terminal lets it be."""

from collections.abc import Sequence
from typing import TextIO

from seedjob.cli.colour import columns
from seedjob.plan.step import Step
from seedjob.report import plan, plan_narrow


def shown(steps: Sequence[Step], stream: TextIO) -> str:
    """Write a plan for a stream; what goes into a file or a pipe is cut nowhere."""
    width = columns(stream)
    return plan.render(steps) if width is None else plan_narrow.render(steps, width)

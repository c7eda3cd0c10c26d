"""Flags that several commands share."""

import math
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from decimal import Decimal

Command = Callable[..., Any]

PATHS: Final = click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path)
)

COLOUR: Final = click.option(
    "--color", "when", type=click.Choice(["auto", "always", "never"]), default="auto",
    show_default=True, help="Colour for people; auto heeds the terminal, NO_COLOR and FORCE_COLOR.",
)  # fmt: skip


class Finite(click.FloatRange):
    """A finite number of at least 0: `nan` would slip through every comparison."""

    name = "number"

    def __init__(self, *, positive: bool = False) -> None:
        super().__init__(min=0, min_open=positive)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"'{value}' is not a finite number", param, ctx)
        return number


def amount(value: str) -> "Decimal":
    """Read a flag's amount of money, exact as in settings: no binary number comes in between."""
    from seedjob.money import read_amount

    read = read_amount(value)
    if read is None:
        raise click.BadParameter(f"'{value}' is not an amount; write a decimal from 0 on: 10.00")
    return read


MAX_JOBS: Final = click.option(
    "--max-jobs", type=click.IntRange(1), default=10_000, show_default=True, metavar="N",
    help="Refuse specs that make more jobs than N.",
)  # fmt: skip

SELECTION: Final = (
    PATHS,
    click.option("--job", "globs", multiple=True, metavar="GLOB", help="Only jobs by name or id."),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only jobs with TAG."),
    click.option(
        "--shard", metavar="I/N",
        help="Only part I of N, by hash of the job's id; auto or auto/N: as an array job tells.",
    ),
    click.option(
        "--changed-since", "since", metavar="REF",
        help="Only jobs whose spec or files changed since git's history parted from REF.",
    ),
    MAX_JOBS,
)  # fmt: skip
"""By what jobs are selected, the same on every command."""


def selection(command: Command) -> Command:
    """Give a command the paths and flags by which jobs are selected.

    It takes `paths`, `max_jobs`, and the other flags together as one `selection`.
    """

    @wraps(command)
    def selected(**flags: Any) -> Any:
        from seedjob.cli.selection import Selection
        from seedjob.cli.shard import read_shard

        shard, globs, tags = (flags.pop(name) for name in ("shard", "globs", "tags"))
        part = None if shard is None else read_shard(shard, os.environ)
        return command(selection=Selection(globs, tags, part, flags.pop("since")), **flags)

    for option in reversed(SELECTION):
        selected = option(selected)
    return selected


def formats(*names: str) -> Callable[[Command], Command]:
    """Give a command the flag that chooses the form of its output; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )

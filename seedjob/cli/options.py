"""Flags that several commands share."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

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


MAX_JOBS: Final = click.option(
    "--max-jobs", type=click.IntRange(1), default=10_000, show_default=True, metavar="N",
    help="Refuse specs that make more jobs than N.",
)  # fmt: skip


def selection(command: Command) -> Command:
    """Give a command the paths and flags by which jobs are selected."""
    for option in (
        MAX_JOBS,
        click.option("--shard", metavar="I/N", help="Only part I of N, by hash of the job's id."),
        click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only jobs with TAG."),
        click.option(
            "--job", "globs", multiple=True, metavar="GLOB", help="Only jobs by name or id."
        ),
        PATHS,
    ):
        command = option(command)
    return command


def formats(*names: str) -> Callable[[Command], Command]:
    """Give a command the flag that chooses the form of its output; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )

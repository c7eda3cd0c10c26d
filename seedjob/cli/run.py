"""`seedjob run`."""

from pathlib import Path
from typing import Final

import click

from seedjob.cli.options import Command, Finite, amount, formats, selection

LIMITS: Final = (
    click.option(
        "--in-flight", type=click.IntRange(1), show_default="8", metavar="N",
        envvar="SEEDJOB_IN_FLIGHT", help="Tasks rendering at once.",
    ),
    click.option(
        "--creates-in-flight", type=click.IntRange(1), show_default="2", metavar="N",
        envvar="SEEDJOB_CREATES_IN_FLIGHT", help="Creates under way at once.",
    ),
    click.option(
        "--poll-every", type=Finite(positive=True), metavar="SECONDS",
        envvar="SEEDJOB_POLL_EVERY",
        help="Time between questions about a task: 30 by default, at least 20; on loopback less.",
    ),
    click.option(
        "--deadline", type=Finite(), show_default="3600", metavar="SECONDS",
        envvar="SEEDJOB_DEADLINE", help="How long a job is followed within this run.",
    ),
    click.option(
        "--max-unknown", type=click.IntRange(1), show_default="2", metavar="N",
        envvar="SEEDJOB_MAX_UNKNOWN",
        help="New unknown creates after which nothing more is created.",
    ),
    click.option(
        "--budget", type=amount, metavar="AMOUNT", envvar="SEEDJOB_BUDGET",
        help="What this run may spend, by the prices in seedjob.toml; with --local as if it cost.",
    ),
)  # fmt: skip
"""Bounds of a run: flag, environment, seedjob.toml, default, in this order."""


def limits(command: Command) -> Command:
    """Give a command the flags that bound a run."""
    for option in reversed(LIMITS):
        command = option(command)
    return command


@click.command("run")
@selection
@click.option("--local", is_flag=True, help="Use the built-in local service: free and offline.")
@click.option("--yes", is_flag=True, help="Spend without asking.")
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Do just what `plan --out FILE` saved, or nothing where that is stale.",
)
@limits
@click.option("--retry", type=click.Choice(["failed"]), help="Ask again for what failed.")
@click.option("--base-url", metavar="URL", help="Where the service stands.")
@click.option(
    "--api-key-file", type=click.Path(path_type=Path), help="A file that holds the API key."
)
@click.option(
    "--faults", type=click.Path(path_type=Path), help="Faults for the local service to play."
)
@click.option(
    "--service-speed", type=Finite(positive=True), metavar="X",
    help="How fast the local service's time goes, by default 1.",
)  # fmt: skip
@formats("text", "json")
def command(**flags: object) -> int:
    """Create, wait, download, record.

    PATH is a spec or a folder of specs, by default specs/. Videos and manifests are put beside
    their specs. Running again goes on where the last run ended, and never pays twice.
    """
    from seedjob.cli.running import Flags, run

    return run(Flags(**flags))  # type: ignore[arg-type]  # click's flags, by these very names

"""`seedjob plan`."""

from pathlib import Path

import click

from seedjob.cli.options import formats, selection


@click.command("plan")
@selection
@click.option("--local", is_flag=True, help="Plan for the built-in local service.")
@click.option("--base-url", metavar="URL", help="Where the service stands.")
@click.option("--retry", type=click.Choice(["failed"]), help="Ask again for what failed.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE",
    help="Save the plan: `run --plan FILE` does just that, or refuses.",
)  # fmt: skip
@click.option("--detailed-exitcode", is_flag=True, help="Exit 8 where work is pending.")
@formats("text", "json", "markdown")
def command(**flags: object) -> int:
    """Tell what `run` would do to each job and why, offline and without a key.

    PATH is a spec or a folder of specs, by default specs/. Nothing is written but --out.
    """
    from seedjob.cli.planning import Flags, plan

    return plan(Flags(**flags))  # type: ignore[arg-type]  # click's flags, by these very names

"""`seedjob expand`."""

from pathlib import Path
from typing import Any

import click

from seedjob.cli.options import formats, selection


@click.command("expand")
@selection
@click.option("--request", is_flag=True, help="The exact body of each job's create.")
@formats("text", "json")
def command(paths: tuple[Path, ...], form: str, **asked: Any) -> int:
    """Print the jobs that specs make, with all that they look up put in.

    PATH is a spec or a folder of specs, by default specs/. In a --request a local file stands by
    its path, and the text first, as the service is sent it.
    """
    from seedjob.cli.expanding import report

    return report(paths, form=form, **asked)

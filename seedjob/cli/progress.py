"""What happens to the jobs to plain lines on stderr."""

import os
import sys
from contextlib import suppress

import click

from seedjob.report.visible import visible
from seedjob.run.receipt import MARK


def tell(job: str, news: str) -> None:
    """Say what happened to a job on a line of its own, so that a CI log reads like a terminal.

    A receipt stands alone, so that programs find it, and goes to stdout where stderr is broken:
    news that nobody can hear must not stop a run, but an id must not be lost.
    """
    if not news.startswith(MARK):
        with suppress(OSError, ValueError):
            click.echo(f"{visible(job)}: {visible(news)}", err=True)
        return
    try:
        click.echo(news, err=True)
        heard = sys.stderr.name != os.devnull  # where it was closed, it was opened to nothing
    except (OSError, ValueError):
        heard = False
    if not heard:
        click.echo(news)

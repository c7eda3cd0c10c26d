"""What happens to the jobs to plain lines on stderr."""

import click

from seedjob.report.visible import visible


class Progress:
    """Says each piece of news on a line of its own, so that a CI log reads like a terminal."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def tell(self, job: str, news: str) -> None:
        """Say what happened to a job; a receipt stands alone, so that programs find it."""
        if news.startswith("SEEDJOB-RECEIPT "):
            click.echo(visible(news), err=True)
        else:
            click.echo(f"{visible(job)}: {visible(news)}", err=True)

"""`seedjob settle`."""

from pathlib import Path

import click

from seedjob.errors import UsageError


@click.command("settle")
@click.argument("job", required=False)
@click.option("--task-id", metavar="ID", help="It was created: this is its task.")
@click.option("--not-created", is_flag=True, help="It was not created: the next run asks for it.")
@click.option("--abandon", is_flag=True, help="Nobody can tell: leave it, and go on without it.")
@click.option("--reason", metavar="TEXT", help="Kept in the manifest beside your word.")
@click.option("--force", is_flag=True, help="Take the task though its model or time do not fit.")
@click.option(
    "--from-receipt", "receipt", type=click.Path(path_type=Path), metavar="FILE",
    help="Read SEEDJOB-RECEIPT lines back, from a log or from - (stdin).",
)  # fmt: skip
@click.option("--local", is_flag=True, help="Settle a preview of the built-in local service.")
@click.option("--base-url", metavar="URL", help="Where the service stands.")
@click.option(
    "--api-key-file", type=click.Path(path_type=Path), help="A file that holds the API key."
)
def command(**flags: object) -> int:
    """Say what became of a create whose answer was lost.

    JOB is a job's id or name, as `seedjob status` shows it. Whether the service made its task
    only its console tells; `status` lists what to look for there.
    """
    from seedjob.cli.settling import Flags, read_back, settle

    given = Flags(**flags)  # type: ignore[arg-type]  # click's flags, by these very names
    if given.receipt is not None:
        if given.job or given.verdicts or given.reason:
            raise UsageError("--from-receipt stands alone: the receipt says all there is to say")
        return read_back(given.receipt)
    if given.job is None:
        raise UsageError("settle needs a JOB; `seedjob status` lists what is unknown")
    if len(given.verdicts) != 1:
        raise UsageError("settle takes one of --task-id ID, --not-created and --abandon")
    return settle(given)

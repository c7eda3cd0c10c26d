"""`seedjob validate`."""

from contextlib import suppress
from pathlib import Path

import click

from seedjob.cli.exits import DONE, INVALID
from seedjob.cli.options import PATHS, formats


@click.command("validate")
@PATHS
@formats("text", "json")
def command(paths: tuple[Path, ...], form: str) -> int:
    """Find every fault of every spec, offline and without a key.

    PATH is a spec or a folder of specs, by default specs/.
    """
    from seedjob.cli.specs import load
    from seedjob.report import json, text

    loaded = load(paths)
    faults = loaded.faults
    if form == "json":
        click.echo(json.render(faults), nl=False)
    else:
        click.echo(text.render(faults, loaded.sources()), nl=False)
        with suppress(OSError):  # where nobody hears it the exit code still tells
            click.echo(_summary(len(loaded.specs), len(faults)), err=True)
    return INVALID if any(fault.severity == "error" for fault in faults) else DONE


def _summary(specs: int, faults: int) -> str:
    checked = f"{specs} spec{'s' * (specs != 1)} checked"
    return f"{checked}, {faults} fault{'s' * (faults != 1)}" if faults else f"{checked}, no fault"

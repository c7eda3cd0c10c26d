"""`seedjob status`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seedjob.cli.options import formats, selection

if TYPE_CHECKING:
    from seedjob.cli.selection import Selection


@click.command("status")
@selection
@formats("text", "json")
def command(paths: tuple[Path, ...], selection: "Selection", max_jobs: int, form: str) -> int:
    """Show how each job stands, from its manifest: live records and local previews.

    PATH is a spec or a folder of specs, by default specs/. Manifests there that no spec asks for
    are listed too, as orphans, unless only some jobs are selected.
    """
    from seedjob.cli.standings import report

    return report(paths, selection, form, max_jobs)

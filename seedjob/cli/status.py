"""`seedjob status`."""

from pathlib import Path
from typing import Any

import click

from seedjob.cli.options import formats, selection


@click.command("status")
@selection
@formats("text", "json")
def command(paths: tuple[Path, ...], max_jobs: int, form: str, **selected: Any) -> int:
    """Show how each job stands, from its manifest: live records and local previews.

    PATH is a spec or a folder of specs, by default specs/. Manifests there that no spec asks for
    are listed too, as orphans, unless only some jobs are selected.
    """
    from seedjob.cli.select import Selection
    from seedjob.cli.standings import report

    return report(paths, Selection(**selected), form, max_jobs)

"""`seedjob status`."""

import click

from seedjob.cli.options import formats, selection


@click.command("status")
@selection
@click.option("--local", is_flag=True, help="Show previews of the built-in local service alone.")
@formats("text", "json")
def command(**flags: object) -> int:
    """Show how each job stands, from its manifest: live records and local previews.

    PATH is a spec or a folder of specs, by default specs/. Manifests there that no spec asks for
    are listed too, as orphans, unless only some jobs are selected.
    """
    from seedjob.cli.standings import Flags, report

    return report(Flags(**flags))  # type: ignore[arg-type]  # click's flags, by these very names

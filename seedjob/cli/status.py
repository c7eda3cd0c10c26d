"""`seedjob status`."""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

import click

from seedjob.cli.exits import DONE, INVALID
from seedjob.cli.options import formats, selection


@click.command("status")
@selection
@formats("text", "json")
def command(
    paths: tuple[Path, ...],
    globs: tuple[str, ...],
    tags: tuple[str, ...],
    shard: str | None,
    form: str,
) -> int:
    """Show how each job stands, from its manifest: live records and local previews.

    PATH is a spec or a folder of specs, by default specs/.
    """
    from seedjob.cli.select import Selection, select
    from seedjob.cli.specs import load
    from seedjob.report import table, text

    loaded = load(paths)
    click.echo(text.render(loaded.faults, loaded.sources()), nl=False, err=True)
    rows: list[dict[str, Any]] = []
    if loaded.jobs:
        jobs = select(loaded.jobs, Selection(globs, tags, shard))
        rows = [row for job in jobs for row in _rows(job.id, job.spec, loaded.root)]
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        click.echo(table.render([HEAD, *map(_line, rows)]), nl=False)
    wrong = any(fault.severity == "error" for fault in loaded.faults)
    return INVALID if wrong else DONE


HEAD: Final = ("STATE", "SERVICE", "JOB", "TASK", "")


def _rows(job: str, spec: str, root: Path) -> Iterator[dict[str, Any]]:
    """Give a row for each record of the job, or one that says that there is none."""
    from seedjob.manifest import INFIX, load, manifest_path

    name, folder = PurePosixPath(job).name, root / PurePosixPath(spec).parent
    found = [load(manifest_path(folder, name, service)) for service in INFIX]
    for manifest in filter(None, found):
        yield {
            "job": job,
            "spec": spec,
            "service": manifest.service,
            "state": "unknown" if manifest.state == "submitting" else manifest.state,
            "task": manifest.task.id if manifest.task else None,
            "submitted_at": manifest.task.submitted_at if manifest.task else None,
            "outputs": [output.path for output in manifest.outputs],
            "error": manifest.error.message if manifest.error else None,
        }
    if not any(found):
        yield {"job": job, "spec": spec, "service": None, "state": "new", "task": None}


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    said = row.get("error") or ", ".join(row.get("outputs", ()))
    return (row["state"], row["service"] or "-", row["job"], row["task"] or "-", said)

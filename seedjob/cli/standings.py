"""Specs and the manifests beside them to how each job stands."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

import click

from seedjob.cli.colour import painter
from seedjob.cli.exits import DONE, UNRECORDED, worst
from seedjob.cli.select import Selection, select
from seedjob.cli.specs import Loaded, load
from seedjob.errors import RecordError
from seedjob.manifest import INFIX, SUFFIX, Manifest, manifest_path
from seedjob.record import Record
from seedjob.report import json, table, text
from seedjob.report.visible import visible
from seedjob.spec.expand import NamedJob

HEAD: Final = ("STATE", "SERVICE", "JOB", "", "TASK")

Row = dict[str, Any]


def report(paths: Sequence[Path], selection: Selection, form: str) -> int:
    """Print how the selected jobs stand; give the exit code."""
    loaded = load(paths, lenient=True)
    click.echo(text.render(loaded.verdict(), painter(sys.stderr)), nl=False, err=True, color=True)
    rows, unreadable = _rows(loaded, selection)
    if form == "json":
        click.echo(json.dump(rows), nl=False)
    elif rows:
        click.echo(table.render([HEAD, *map(_line, rows)]), nl=False)
    for error in unreadable:
        click.echo(f"seedjob: {visible(str(error))}", err=True)
    return worst([loaded.code, UNRECORDED if unreadable else DONE])


def _rows(loaded: Loaded, selection: Selection) -> tuple[list[Row], list[RecordError]]:
    """Give a row for each record, or for each job without one; and the records without a row."""
    rows: list[Row] = []
    unreadable: list[RecordError] = []
    jobs = select(loaded.jobs, selection) if loaded.jobs else ()
    for job, spec, path in _places(loaded, jobs, orphans=selection == Selection()):
        try:
            manifest = Record(path).read() if path else None
        except RecordError as error:
            unreadable.append(error)
        else:
            rows.append(_row(manifest, job, spec))
    return rows, unreadable


def _places(
    loaded: Loaded, jobs: Iterable[NamedJob], *, orphans: bool
) -> Iterator[tuple[str, str | None, Path | None]]:
    """List id, spec and manifest: a job without a manifest once, an orphan without its spec."""
    for job in jobs:
        paths = [path for path in _paths(loaded.root, job) if path.exists()]
        yield from ((job.id, job.spec, path) for path in paths or (None,))
    if orphans:
        for path in _orphans(loaded):
            yield _id(path, loaded.root), None, path


def _paths(root: Path, job: NamedJob) -> Iterator[Path]:
    folder = root / PurePosixPath(job.spec).parent
    return (manifest_path(folder, job.name, service) for service in INFIX)


def _orphans(loaded: Loaded) -> Iterator[Path]:
    """Find the manifests that no job owns, in folders that were searched whole.

    Beside a spec at fault none is told of: it may own any of them.
    """
    owned = {path for job in loaded.jobs for path in _paths(loaded.root, job)}
    sound = {job.spec for job in loaded.jobs}
    doubtful = {(loaded.root / file).parent for file in loaded.files if file not in sound}
    for folder in sorted({(loaded.root / file).parent for file in loaded.files} - doubtful):
        if loaded.searched(folder):
            yield from (path for path in sorted(folder.glob(f"*{SUFFIX}")) if path not in owned)


def _id(path: Path, root: Path) -> str:
    name = path.name.removesuffix(SUFFIX).removesuffix(INFIX["local"])
    return path.relative_to(root).with_name(name).as_posix()


def _row(manifest: Manifest | None, job: str, spec: str | None) -> Row:
    if manifest is None:
        return {"job": job, "spec": spec, "service": None, "state": "new", "task": None}
    return {
        "job": job,
        "spec": spec,
        "service": manifest.service,
        "state": "unknown" if manifest.state == "submitting" else manifest.state,
        "task": manifest.task.id if manifest.task else None,
        "submitted_at": manifest.task.submitted_at if manifest.task else None,
        "outputs": [output.path for output in manifest.outputs],
        "error": manifest.error.message if manifest.error else None,
    }


def _line(row: Row) -> tuple[str, ...]:
    said = row.get("error") or ", ".join(row.get("outputs", ()))
    orphan = "" if row["spec"] else "no spec asks for it"
    told = "; ".join(filter(None, (orphan, said)))
    return (row["state"], row["service"] or "-", row["job"], told or "-", row["task"] or "-")

"""Specs and the manifests beside them to how each job stands."""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import click

from seedjob.cli.colour import painter
from seedjob.cli.exits import DONE, UNRECORDED, worst
from seedjob.cli.ledger import job_id
from seedjob.cli.select import select
from seedjob.cli.selection import Selection
from seedjob.cli.specs import Loaded, load
from seedjob.cli.strays import find_strays
from seedjob.errors import RecordError
from seedjob.manifest import INFIX, OPEN, SUFFIX, Manifest, Service, manifest_path
from seedjob.record import Record
from seedjob.report import json, table, text, unknown
from seedjob.report.visible import visible
from seedjob.run.lock import under_way
from seedjob.spec.expand import NamedJob

HEAD: Final = ("STATE", "SERVICE", "JOB", "", "TASK")


@dataclass(frozen=True, slots=True)
class Flags:
    """The command's flags, by the names that click gives them."""

    paths: tuple[Path, ...]
    selection: Selection
    max_jobs: int
    local: bool
    form: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the report, and the record that it tells of, where there is one."""

    row: dict[str, Any]
    manifest: Manifest | None


def report(flags: Flags) -> int:
    """Print how the selected jobs stand; give the exit code."""
    loaded = select(load(flags.paths, lenient=True, max_jobs=flags.max_jobs), flags.selection)
    click.echo(text.render(loaded.verdict(), painter(sys.stderr)), nl=False, err=True, color=True)
    services: Sequence[Service] = ("local",) if flags.local else (*INFIX,)
    rows, unreadable = _rows(loaded, services, orphans=not flags.selection)
    if flags.form == "json":
        click.echo(json.dump([one.row for one in rows]), nl=False)
    elif rows:
        click.echo(table.render([HEAD, *(_line(one.row) for one in rows)]), nl=False)
        for one in rows:
            if one.manifest and one.manifest.state in OPEN:
                click.echo(f"\n{unknown.render(one.row['job'], one.manifest)}", nl=False)
    holder = under_way(loaded.root)
    if holder and any(one.manifest and one.manifest.state == "submitting" for one in rows):
        told = f"a run is under way ({visible(holder)}): answers to creates may still come"
        click.echo(f"seedjob: {told}", err=True)
    for error in unreadable:
        click.echo(f"seedjob: {visible(str(error))}", err=True)
    return worst([loaded.code, UNRECORDED if unreadable else DONE])


def _rows(
    loaded: Loaded, services: Collection[Service], *, orphans: bool
) -> tuple[list[Standing], list[RecordError]]:
    """Give a row for each record, or for each job without one; and the records without a row."""
    rows: list[Standing] = []
    unreadable: list[RecordError] = []
    for job, spec, path in _places(loaded, services, orphans=orphans):
        try:
            manifest = Record(path).read() if path else None
        except RecordError as error:
            unreadable.append(error)
        else:
            rows.append(Standing(_row(manifest, job, spec), manifest))
    return rows, unreadable


def _places(
    loaded: Loaded, services: Collection[Service], *, orphans: bool
) -> Iterator[tuple[str, str | None, Path | None]]:
    """List id, spec and manifest: a job without a manifest once, an orphan without its spec."""
    for job in loaded.jobs:
        paths = [path for path in _paths(loaded.root, job, services) if path.exists()]
        yield from ((job.id, job.spec, path) for path in paths or (None,))
    if orphans:
        for path in _orphans(loaded):
            if _service(path) in services:
                yield job_id(path, loaded.root), None, path


def _service(path: Path) -> Service:
    return "local" if path.name.endswith(f"{INFIX['local']}{SUFFIX}") else "live"


def _paths(root: Path, job: NamedJob, services: Iterable[Service] = INFIX) -> Iterator[Path]:
    folder = root / PurePosixPath(job.spec).parent
    return (manifest_path(folder, job.name, service) for service in services)


def _orphans(loaded: Loaded) -> Iterator[Path]:
    """Find the manifests that no job owns, in folders that were searched whole.

    Beside a spec at fault none is told of: it may own any of them.
    """
    owned = {path for job in loaded.jobs for path in _paths(loaded.root, job)}
    sound = {job.spec for job in loaded.jobs}
    doubtful = {(loaded.root / file).parent for file in loaded.files if file not in sound}
    found = set(find_strays(loaded, *INFIX)[0])
    for folder in {(loaded.root / file).parent for file in loaded.files} - doubtful:
        found |= set(folder.glob(f"*{SUFFIX}")) - owned
    yield from sorted(path for path in found if loaded.searched(path.parent))


def _row(manifest: Manifest | None, job: str, spec: str | None) -> dict[str, Any]:
    if manifest is None:
        return {"job": job, "spec": spec, "service": None, "state": "new", "task": None}
    return {
        "job": job,
        "spec": spec,
        "service": manifest.service,
        "state": "unknown" if manifest.state in OPEN else manifest.state,
        "task": manifest.task.id if manifest.task else None,
        "submitted_at": manifest.task.submitted_at if manifest.task else None,
        "outputs": [output.path for output in manifest.outputs],
        "error": manifest.error.message if manifest.error else None,
        "settled": manifest.settled.model_dump() if manifest.settled else None,
        **({"sought": unknown.sought(manifest)} if manifest.state in OPEN else {}),
    }


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    said = _given_up(row) or row.get("error") or ", ".join(row.get("outputs", ()))
    orphan = "" if row["spec"] else "no spec asks for it"
    told = "; ".join(filter(None, (orphan, said)))
    return (row["state"], row["service"] or "-", row["job"], told or "-", row["task"] or "-")


def _given_up(row: dict[str, Any]) -> str | None:
    """Say what a person decided, as long as that is all there is to say."""
    word = row.get("settled")
    if not word or row["state"] != "failed" or word["verdict"] == "task-id":
        return None
    said = "not created" if word["verdict"] == "not-created" else "given up"
    return f"{said}: {word['reason']}" if word["reason"] else said

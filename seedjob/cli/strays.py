"""Records that no spec asks for any more: found, and what is paid of them finished."""

import os
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import get_args

from seedjob.cli.ledger import is_placeable, job_id
from seedjob.cli.moves import video_of
from seedjob.cli.specs import Loaded, load
from seedjob.errors import RecordError, UsageError
from seedjob.manifest import AWAITED, INFIX, SUFFIX, Manifest, Service, manifest_name
from seedjob.plan.action import Standing
from seedjob.plan.decide import decide
from seedjob.project import SUFFIXES, find_files
from seedjob.record import Record
from seedjob.run.order import Order
from seedjob.spec.expand import NamedJob

Strays = dict[Path, Manifest]
"""Manifests by their paths."""

Left = Callable[[Path], bool]
"""Whether a record is to be finished that no spec asks for any more, by its path."""


def find_strays(
    loaded: Loaded, *services: Service, wanted: Collection[str] = ()
) -> tuple[Strays, list[str]]:
    """Find the records of services in the project whose spec is gone, or names them no more.

    What a spec might own that was not looked at, or is at fault, is none; one with a `wanted`
    fingerprint has its spec looked at. Where any is wanted, the list says of torn ones that nobody
    owns what is wrong: they may tell what a job that bears another name now was paid for.
    """
    sound = {f"{loaded.root}/{job.spec}" for job in loaded.jobs}
    found: Strays = {}
    torn: list[str] = []
    places = cache(_places)  # the cells of a batch name the same spec
    for path in unowned(loaded):
        try:
            manifest = Record(path).read()
        except RecordError as error:
            if wanted and _service(path) in services and not _may_be_owned(path, sound):
                torn.append(str(error))
            continue
        if manifest is None or manifest.service not in services:
            continue
        spec = path.parent / PurePosixPath(manifest.spec).name
        asked = manifest.fingerprint in wanted
        if str(spec) in sound or not _is_file(spec) or (asked and _disowns(places(spec), path)):
            found[path] = manifest
    return found, torn


def unowned(loaded: Loaded) -> Iterator[Path]:
    """List the records that no job has that was looked at, be it by a link."""
    jobs, services = loaded.jobs, get_args(Service)
    owned = {f"{loaded.root}/{manifest_name(job.id, one)}" for job in jobs for one in services}
    linked = {os.path.realpath(path) for path in owned if os.path.islink(path)}  # noqa: PTH114
    return map(Path, sorted(set(find_files(loaded.root, SUFFIX)) - owned - linked))


def _service(path: Path) -> Service:
    return "local" if path.name.endswith(f"{INFIX['local']}{SUFFIX}") else "live"


def _may_be_owned(path: Path, sound: set[str]) -> bool:
    """Tell whether a spec beside it that was not looked at bears its name, or its first parts."""
    parts = path.name.removesuffix(SUFFIX).split(".")
    names = (".".join(parts[:count]) for count in range(1, len(parts) + 1))
    specs = (path.with_name(f"{name}{ending}") for name in names for ending in SUFFIXES)
    return any(_is_file(spec) and str(spec) not in sound for spec in specs)


def _places(spec: Path) -> frozenset[str]:
    """Tell where the records of a spec lie that was not looked at; nowhere where it is faulty."""
    root, jobs = jobs_of(spec)
    return frozenset(
        f"{root}/{manifest_name(job.id, one)}" for job in jobs for one in get_args(Service)
    )


def jobs_of(spec: Path) -> tuple[Path, tuple[NamedJob, ...]]:
    """Read the jobs of a spec that was not looked at, and its root; none where it leads out."""
    try:
        told = load((spec,), max_jobs=sys.maxsize)
    except UsageError:  # a link out of the project
        return spec.parent, ()
    return told.root, told.jobs


def _disowns(places: Collection[str], path: Path) -> bool:
    """Tell whether a spec that was not looked at is sound, and has no job of that record."""
    return bool(places) and str(path) not in places


def _is_file(spec: Path) -> bool:
    """Tell whether a spec is there, whatever name a record gives it."""
    return is_placeable(spec) and spec.is_file()


def left_in(loaded: Loaded) -> Left:
    """Tell what is left in folders that were searched whole."""
    return lambda path: loaded.searched(path.parent)


def unfinished(strays: Strays, root: Path, left: Left) -> Iterator[Order]:
    """Give the orders of what is paid, or may be, and no spec asks for: it is not abandoned."""
    for path, manifest in strays.items():
        if manifest.state not in AWAITED or not left(path):
            continue
        job = job_id(path, root)
        action = decide(Standing(manifest.fingerprint, manifest))
        reasons = ("no spec asks for it any more", *action.reasons)
        video = video_of(path, manifest)
        yield Order(job, replace(action, reasons=reasons), manifest, Record(path), video, {})

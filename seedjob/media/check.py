"""The local files that a job names to what is wrong with them, before anything is spent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.errors import MediaError
from seedjob.media.disk import LONGEST_TEXT, Disk, too_long
from seedjob.media.nearby import advise
from seedjob.models.content import MEDIA
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import Job, Text
from seedjob.spec.lookup import OPEN, Scope, fill, length, listed, parse
from seedjob.spec.lost import wrong_lookup
from seedjob.spec.text import PATTERNS
from seedjob.spec.written import shown

LocalFile = tuple[Route, str]
"""The route of a path in a job, and the path as it is written there."""

_RULES: Final[Mapping[str, str]] = {"path": "media-path", "text_file": "text-path"}
"""Key that names a local file to the rule that the file may break."""


def missing(files: Iterable[LocalFile], folder: Path, disk: Disk) -> Iterator[Finding]:
    """Find the files of a spec in `folder` that are not there, unreadable, or out of the project.

    Links are followed, but never out of the project.
    """
    for route, path in files:
        key = str(route[-1])
        if wrong := too_long(path) or disk.wrong(f"{folder}/{path}", text=key == "text_file"):
            message, hint = wrong
            hint = hint or advise(path, folder, disk.root)
            yield Finding(_RULES[key], route, f"{shown(path)} {message}", hint)


def media_paths(job: Job) -> tuple[str, ...]:
    """List the local media of a job, each once, in the order of its content."""
    media = (item.source.path for item in job.content if not isinstance(item, Text))
    return tuple(dict.fromkeys(path for path in media if path is not None))


def prompt(named: NamedJob, folder: Path) -> str:
    """Give the job's prompt, from its file where it has one; a file's last line end is not in it.

    What the file looks up is put in. Raises MediaError where that file cannot be read.
    """
    text = next(item for item in named.job.content if isinstance(item, Text))
    if text.text is not None:
        return text.text
    assert text.text_file is not None
    try:
        found = (folder / text.text_file).read_text("utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MediaError(f"'{text.text_file}' cannot be read: {error}") from error
    scope = {**(named.scope or {}), "job": {"name": named.name}}
    return str(fill(parse(found), scope)) if OPEN in found else found


def local_files(data: Any) -> Iterator[LocalFile]:
    """List the well-formed paths of local files in a spec that may be wrong elsewhere."""
    items = data.get("content") if isinstance(data, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        kind = item.get("type") if isinstance(item, dict) else None
        if kind == "text":
            yield from _path(item, ("content", index), ("text_file", "text"))
        elif kind in MEDIA:
            yield from _path(item.get(kind), ("content", index, kind), ("path", "url"))


def _path(holder: Any, route: Route, keys: tuple[str, str]) -> Iterator[LocalFile]:
    """Find the path in `holder`, unless the key that it excludes is blamed already."""
    key, rival = keys
    path = holder.get(key) if isinstance(holder, dict) and rival not in holder else None
    if isinstance(path, str) and PATTERNS["path"].search(path):
        yield (*route, key), path


def lost(files: Iterable[LocalFile], folder: Path, disk: Disk, scope: Scope) -> Iterator[Finding]:
    """Find what the text files of a spec look up and what is not in its `scope`.

    Only such files are read in which `missing` found nothing. Of what is not in `scope` at all,
    such as `matrix`, nothing is known, so nothing is said.
    """
    names = {name: list(values) for name, values in scope.items()} | {"job": ["name"]}
    for route, path in files:
        if route[-1] == "text_file":
            pieces = disk.pieces(f"{folder}/{path}")
            for lookup in listed(pieces):
                if wrong := wrong_lookup(lookup, names, route):
                    spot = f"{disk.spot(f'{folder}/{path}', lookup)} {shown(path)}"
                    yield replace(wrong, message=f"{spot}: {wrong.message}", within="")
            if pieces and length(pieces, scope) > LONGEST_TEXT:
                message = f"{shown(path)} is over 1 MiB with what it looks up"
                yield Finding("text-path", route, message, "put in less")

"""The local files that a job names to what is wrong with them, before anything is spent."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.errors import MediaError
from seedjob.media.nearby import advise
from seedjob.models.content import MEDIA
from seedjob.project import inside
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import Job, Text
from seedjob.spec.lookup import OPEN, Lookup, Piece, Scope, fill, length, listed, parse, starts
from seedjob.spec.lost import wrong_lookup
from seedjob.spec.places import place_between
from seedjob.spec.text import PATTERNS
from seedjob.spec.written import shown

LocalFile = tuple[Route, str]
"""The route of a path in a job, and the path as it is written there."""

LONGEST_PATH: Final = 4096
"""Characters; no system takes more, and to follow each folder of a longer one takes long."""
MOST_FOLDERS: Final = 64
"""Folders in a path: each is looked at for being a link."""
LONGEST_TEXT: Final = 1024 * 1024
"""Bytes; as much as a whole spec may have."""
MOST_TEXTS: Final = 16
"""Text files of which the pieces are kept."""
MOST_KEPT: Final = 1_000
"""Files and folders of which is kept what was seen."""

_ABSENT: Final = "is not there"
_TOO_LONG: Final = ("is longer than any path", "name a file of the project")

_RULES: Final[Mapping[str, str]] = {"path": "media-path", "text_file": "text-path"}
"""Key that names a local file to the rule that the file may break."""


def missing(files: Iterable[LocalFile], folder: Path, disk: "Disk") -> Iterator[Finding]:
    """Find the files of a spec in `folder` that are not there, unreadable, or out of the project.

    Links are followed, but never out of the project.
    """
    for route, path in files:
        key = str(route[-1])
        wrong = (
            _TOO_LONG
            if path.count("/") > MOST_FOLDERS
            else disk.wrong(f"{folder}/{path}", text=key == "text_file")
        )
        if wrong:
            message, hint = wrong
            hint = hint or advise(path, folder, disk.root)
            yield Finding(_RULES[key], route, f"{shown(path)} {message}", hint)


class Disk:
    """The files of the project `root`, each looked at once: many specs name the same few."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._inside = lru_cache(maxsize=MOST_KEPT)(partial(_real_folder, root))
        self._wrong = lru_cache(maxsize=MOST_KEPT)(self._judge)
        self._pieces = lru_cache(maxsize=MOST_TEXTS)(_pieces)
        self._starts = lru_cache(maxsize=MOST_TEXTS)(_starts)

    def wrong(self, path: str, *, text: bool) -> tuple[str, str] | None:
        """Tell what is wrong with a file, and what to do about it."""
        return self._wrong(path, text)

    def read(self, path: str, folder: Path) -> bytes | tuple[str, str]:
        """Read a file that a spec in `folder` names, or tell what is wrong and what to do."""
        whole = Path(f"{folder}/{path}")
        long = path.count("/") > MOST_FOLDERS
        if wrong := _TOO_LONG if long else _wrong(whole, self.root, text=False):
            return wrong[0], wrong[1] or advise(path, folder, self.root)
        try:
            if whole.stat().st_size > LONGEST_TEXT:
                return "is over 1 MiB", "split it"
            return whole.read_bytes()
        except OSError as error:
            return f"cannot be read: {error.strerror}", "make it readable"

    def pieces(self, path: str) -> tuple[Piece, ...]:
        """Cut the text file at a path into its lookups and what is between them."""
        return self._pieces(path)

    def spot(self, path: str, lookup: Lookup) -> str:
        """Say where in the text file at a path a lookup stands first."""
        text, found = self._starts(path)
        if lookup.written not in found:  # the file has changed by now
            return "in"
        place = place_between(text, found[lookup.written], found[lookup.written])
        return f"line {place.line}, column {place.column} of"

    def looked_up(self, path: str, folder: Path) -> tuple[Piece, ...] | None:
        """Cut a text file that a spec in `folder` names; None where there is something wrong."""
        whole = f"{folder}/{path}"
        sound = PATTERNS["path"].search(path) and path.count("/") <= MOST_FOLDERS
        return self.pieces(whole) if sound and not self.wrong(whole, text=True) else None

    def _judge(self, path: str, text: bool) -> tuple[str, str] | None:  # noqa: FBT001 - a key
        if not text and len(path) <= LONGEST_PATH and self._is_sound(path):
            return None
        return _wrong(Path(path), self.root, text=text)

    def _is_sound(self, path: str) -> bool:
        """Tell quickly that a file is there and filled: only what is a link is followed."""
        folder, _, name = path.rpartition("/")
        real = self._inside(folder) if name not in {"", ".", ".."} else None
        return real is not None and _is_filled(f"{real}/{name}")


def _real_folder(root: Path, folder: str) -> str | None:
    try:
        real = Path(folder).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return str(real) if real.is_relative_to(root) else None


def _is_filled(path: str) -> bool:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return False
    try:
        found = os.fstat(file)
    finally:
        os.close(file)
    return S_ISREG(found.st_mode) and found.st_size > 0


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


def lost(files: Iterable[LocalFile], folder: Path, disk: "Disk", scope: Scope) -> Iterator[Finding]:
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


def _pieces(path: str) -> tuple[Piece, ...]:
    """Cut a text file into pieces, none where nothing in it is like a lookup."""
    text = _text(path)
    return parse(text) if "{" in text else ()


def _starts(path: str) -> tuple[str, Mapping[str, int]]:
    """Give a text, and where in it each lookup stands first."""
    text = _text(path)
    return text, starts(text)


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _wrong(path: Path, root: Path, *, text: bool) -> tuple[str, str] | None:
    if len(str(path)) > LONGEST_PATH:
        return _TOO_LONG
    try:
        if not inside(path, root):
            return "lies outside of the project", "copy it into the project"
        if not path.is_file():
            return _no_file(path)
        return _wrong_text(path) if text else _wrong_bytes(path)
    except (OSError, ValueError, RuntimeError) as error:
        return f"cannot be read: {error}", "make it readable"


def _no_file(path: Path) -> tuple[str, str]:
    return ("is not a file", "name a file") if path.exists() else (_ABSENT, "")


def _wrong_bytes(path: Path) -> tuple[str, str] | None:
    with path.open("rb") as file:
        return None if file.read(1) else ("is empty", "name a file with something in it")


def _wrong_text(path: Path) -> tuple[str, str] | None:
    if path.stat().st_size > LONGEST_TEXT:
        return "is over 1 MiB", "name a shorter text"
    try:
        filled = PATTERNS["filled"].search(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}", "save it as UTF-8"
    return None if filled else ("is blank", "write what the video shows into it")

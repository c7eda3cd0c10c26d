"""Where a project begins and ends: its root, its specs, and the paths that never leave it."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from seedjob.errors import UsageError

SETTINGS: Final = "seedjob.toml"
MARKS: Final = (SETTINGS, ".git")
SUFFIXES: Final = (".yaml", ".yml")
ROWS: Final = (".csv", ".jsonl")
OWN: Final = ".seedjob"
"""The folder in the root for what is not kept in git: the lock, the local service's files."""
LONGEST_SHOWN: Final = 200


def find_root(path: Path) -> Path:
    """Find the root of the project that `path` belongs to: the nearest marked folder upwards.

    A link belongs where it lies, not where it leads. Without a mark it is the current folder; for a
    path outside of that, the path's own folder.
    """
    with _searching(path):
        current = Path.cwd()
        path = Path(os.path.abspath(path))  # noqa: PTH100 - links are not followed
        folder = path if path.is_dir() else path.parent
        marked = next(filter(_is_marked, (folder, *folder.parents)), None)
        root = marked or (current if folder.is_relative_to(current) else folder)
        return root.resolve()


def find_specs(paths: Iterable[Path], root: Path) -> tuple[str, ...]:
    """List the spec files at `paths`, folders searched whole, each file once, sorted.

    A file is named by its path from `root`, links followed; the settings are none of them. Raises
    UsageError for a path that is not there, that lies outside of `root`, that is a file of another
    kind, or that the system does not let us search.
    """
    found: set[str] = set()
    start = len(os.path.join(root, ""))  # noqa: PTH118 - of thousands, each Path would count
    for path in paths:
        with _searching(path):
            found.update(spec[start:] for spec in _specs_at(path, root))
    return tuple(sorted(found, key=lambda file: file.replace(os.sep, "\0")))


def find_files(root: Path, ending: str) -> Iterator[str]:
    """Walk through a project for the files whose names end so, in no order: whole paths.

    A link that leads nowhere, or out of the project, is given as it stands: who reads it is told.
    Raises UsageError for a folder that the system does not let us search.
    """
    with _searching(root):
        yield from _walk(root, root, (ending,), astray=True)


def inside(path: Path, root: Path) -> bool:
    """Tell whether `path`, its links followed, lies in the folder `root`."""
    return path.resolve().is_relative_to(root)


def belongs(path: Path, root: Path) -> bool:
    """Tell whether `path` is in a project, and in none within it: that one has its own lock."""
    place = path.resolve()
    between = (one for one in (place, *place.parents) if one != root and one.is_relative_to(root))
    return place.is_relative_to(root) and not any(map(_is_marked, between))


def check_current_folder() -> None:
    """Raise UsageError where the current folder was removed: no path leads from there."""
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError("the current folder is gone; change to one that is there") from error


@contextmanager
def _searching(path: Path) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # until Python 3.13
        raise UsageError(_CIRCLE.format(path)) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UsageError(_CIRCLE.format(path)) from error
        name = str(error.filename or path)
        short = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
        raise UsageError(f"'{short}' cannot be searched: {error.strerror}") from error


_CIRCLE: Final = "'{}' cannot be searched: its links lead in a circle"


def _specs_at(path: Path, root: Path) -> Iterator[str]:
    if not _is_there(path):
        raise UsageError(f"'{path}' is not there; name a spec or a folder of specs")
    if not inside(path, root):
        raise UsageError(f"'{path}' lies outside of the project {root}")
    if not belongs(path, root):
        raise UsageError(f"'{path}' belongs to a project of its own; give it alone")
    if path.is_dir():
        yield from _walk(path.resolve(), root, SUFFIXES)
    elif not path.is_file():
        raise UsageError(f"'{path}' is neither a file nor a folder")
    elif path.name.endswith(SUFFIXES):
        yield str(path.resolve())
    elif path.name != SETTINGS:
        rows = path.suffix in ROWS
        instead = f"name the one with foreach: {path.name}" if rows else _ENDING
        raise UsageError(f"'{path}' is no spec; {instead}")


_ENDING: Final = "a spec ends in .yaml or .yml"


def _is_there(path: Path) -> bool:
    """Tell whether anything is at a path; links in a circle stay an OSError on every Python."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _walk(
    folder: Path, root: Path, endings: tuple[str, ...], *, astray: bool = False
) -> Iterator[str]:
    """Walk down, but into no hidden folder, which is some tool's, and no project of its own.

    Of what lies in a real folder only a link can lead `astray`.
    """
    folders = [str(folder)]
    while folders:
        for entry in _visible_in(folders.pop()):
            if entry.is_dir(follow_symlinks=False):
                folders += [] if _is_marked(Path(entry)) else [entry.path]
            elif entry.name.endswith(endings):
                there, linked = entry.is_file(), entry.is_symlink()
                if there and linked and belongs(Path(entry), root):
                    yield str(Path(entry).resolve())
                elif astray if linked else there:
                    yield entry.path


def _visible_in(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith("."))


def _is_marked(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in MARKS)

"""Where a project begins and ends: its root, its specs, and the paths that never leave it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from seedjob.errors import UsageError

MARKS: Final = ("seedjob.toml", ".git")
SUFFIXES: Final = (".yaml", ".yml")
OWN: Final = ".seedjob"
"""The folder in the root for what is not kept in git: the lock, the local service's files."""
LONGEST_SHOWN: Final = 200


def find_root(path: Path) -> Path:
    """Find the root of the project that `path` belongs to: the nearest marked folder upwards.

    Without a mark it is the current folder; for a path outside of that, the path's own folder.
    """
    with _searching(path):
        current = Path.cwd().resolve()
        path = path.resolve()
        folder = path if path.is_dir() else path.parent
        marked = next(filter(_is_marked, (folder, *folder.parents)), None)
    return marked or (current if folder.is_relative_to(current) else folder)


def find_specs(paths: Iterable[Path], root: Path) -> tuple[Path, ...]:
    """List the spec files at `paths`, folders searched whole, each file once, sorted.

    Raises UsageError for a path that is not there, that lies outside of `root`, or that the
    system does not let us search.
    """
    found: set[Path] = set()
    for path in paths:
        with _searching(path):
            found |= {spec.resolve() for spec in _specs_at(path, root)}
    return tuple(sorted(found))


def inside(path: Path, root: Path) -> bool:
    """Tell whether `path`, its links followed, lies in the folder `root`."""
    return path.resolve().is_relative_to(root)


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
    except OSError as error:
        name = str(error.filename or path)
        short = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
        raise UsageError(f"'{short}' cannot be searched: {error.strerror}") from error
    except RuntimeError as error:  # links that lead in a circle, until Python 3.13
        raise UsageError(f"'{path}' cannot be searched: its links lead in a circle") from error


def _specs_at(path: Path, root: Path) -> Iterator[Path]:
    if not path.exists():
        raise UsageError(f"'{path}' is not there; name a spec or a folder of specs")
    if not inside(path, root):
        raise UsageError(f"'{path}' lies outside of the project {root}")
    if path.is_dir():
        yield from (spec for spec in _walk(path) if inside(spec, root))
    elif path.is_file():
        yield path
    else:
        raise UsageError(f"'{path}' is neither a file nor a folder")


def _walk(folder: Path) -> Iterator[Path]:
    """Walk down, but into no hidden folder, which is some tool's, and no project of its own."""
    folders = [folder]
    while folders:
        for path in _visible_in(folders.pop()):
            if path.is_dir() and not path.is_symlink():
                folders += [] if _is_marked(path) else [path]
            elif path.suffix in SUFFIXES and path.is_file():
                yield path


def _visible_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _is_marked(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in MARKS)

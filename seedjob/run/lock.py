"""One run a project: a lock that the kernel frees, and who holds it."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import filelock

from seedjob.errors import LockedError, RecordError, UsageError
from seedjob.manifest import timestamp
from seedjob.project import OWN


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the project's lock.

    Raises LockedError at once where another run holds it, RecordError where it cannot be made.
    """
    folder = own_folder(root)
    lock, holder = filelock.FileLock(folder / "lock"), folder / "holder"
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout as error:
        raise LockedError(f"another run holds this project: {_holder(holder)}") from error
    except OSError as error:
        raise RecordError(f"{folder / 'lock'} cannot be locked: {error.strerror}") from error
    try:
        with suppress(OSError):  # who holds it is told where it can be
            since = timestamp(datetime.now(UTC))
            holder.write_text(f"process {os.getpid()}, since {since}\n", "utf-8")
        yield
    finally:
        with suppress(OSError):  # then the kernel frees it, when this process ends
            lock.release()


def own_folder(root: Path) -> Path:
    """Give the project's folder for what is not kept in git, made where it is missing."""
    folder = root / OWN
    _check_own(folder)
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
    except OSError as error:
        raise RecordError(f"{folder} cannot be made: {error.strerror}") from error
    return folder


def _check_own(folder: Path) -> None:
    """Hold that nothing in there leads elsewhere: what came with a clone would be written over.

    Raises UsageError otherwise.
    """
    for path in (folder, *_entries(folder), *_entries(folder / "local")):
        if told := _stranger(path):
            raise UsageError(f"{path} is {told}, and seedjob writes there: remove it")


def _stranger(path: Path) -> str | None:
    """Say what is there that none of our files is, or nothing."""
    try:
        found = path.lstat()
    except OSError:
        return None
    if stat.S_ISLNK(found.st_mode):
        return "a link"
    if stat.S_ISDIR(found.st_mode):
        return None
    if not stat.S_ISREG(found.st_mode):
        return "a pipe or a device"
    return "a file that has another name" if found.st_nlink > 1 else None


def _entries(folder: Path) -> tuple[Path, ...]:
    with suppress(OSError):  # what cannot be listed cannot be written to either
        return () if folder.is_symlink() else tuple(folder.iterdir())
    return ()


def _holder(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip() or "an unnamed process"
    except (OSError, UnicodeDecodeError):
        return "an unnamed process"

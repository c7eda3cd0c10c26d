"""One run a project: a lock that the kernel frees, and who holds it."""

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

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


def under_way(root: Path) -> str | None:
    """Tell which process is at work in a project, as far as anybody can tell without the lock."""
    holder = _written(root / OWN / "holder")
    return holder if _lives(holder) else None


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
    """Tell who holds the lock: who took it just now says so a moment later."""
    until = time.monotonic() + SAID_WITHIN
    while True:
        holder = _written(path)
        if (holder and _lives(holder)) or time.monotonic() > until:
            return holder or "an unnamed process"
        time.sleep(0.02)


SAID_WITHIN: Final = 1.0
"""Seconds in which the name of the last holder may still stand there."""


def _written(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _lives(holder: str) -> bool:
    """Tell whether the process that is named is still there, as far as anybody can tell."""
    found = re.match(r"process (\d+)", holder)
    if found is None:
        return False
    try:
        os.kill(int(found[1]), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # another user's
        return True
    return True

"""Text to the disk: whole or not at all, and durable when a call returns."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from seedjob.errors import RecordError

DRAFT: Final = ".{name}.{mark}.draft"
"""Name of a draft beside a file; a killed run leaves it there."""


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all, durable when this returns.

    Raises RecordError; what was there before is then still there.
    """
    with recording(path), drafted(path, text) as draft:
        draft.replace(path)
        sync_folder(path.parent)


def rename(path: Path, place: Path) -> None:
    """Rename a file to a place where none is, so that it is never in two, or in none.

    Raises RecordError; it is then still where it was.
    """
    with recording(place):
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, "something is there")
        path.rename(place)
        sync_folder(place.parent)
        if place.parent != path.parent:
            sync_folder(path.parent)


@contextmanager
def drafted(path: Path, text: str) -> Iterator[Path]:
    """Write a draft beside a file, under a name of its own, for as long as a block."""
    draft = path.with_name(DRAFT.format(name=path.name, mark=secrets.token_hex(4)))
    try:
        fill(draft, text.encode(), new=True)
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def linked(draft: Path, path: Path) -> bool:
    """Give a draft its final name unless that is taken, in one step that two runs cannot share."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            return False
        draft.replace(path)
    return True


def sync_folder(folder: Path) -> None:
    """Make names that were put into `folder` durable."""
    with _opened(folder, os.O_DIRECTORY, access=os.O_RDONLY) as descriptor:
        os.fsync(descriptor)


def fill(path: Path, data: bytes, *, new: bool = False) -> None:
    """Make bytes all that a file holds, durable when this returns; a `new` one is not there yet.

    Neither a link nor a file with a second name is written to. Raises OSError.
    """
    with _opened(path, os.O_CREAT | os.O_EXCL if new else os.O_CREAT) as file:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        os.ftruncate(file, len(data))
        os.fsync(file)


@contextmanager
def _opened(path: Path, flags: int, *, access: int = os.O_WRONLY) -> Iterator[int]:
    flags |= access | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(path, flags, 0o644)
    try:
        found = os.fstat(descriptor)
        if not flags & os.O_DIRECTORY and not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "no regular file is there")
        if not flags & os.O_DIRECTORY and found.st_nlink > 1:
            raise OSError(errno.EMLINK, "the file there has another name elsewhere")
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def recording(path: Path) -> Iterator[None]:
    """Turn what the disk says about `path` into a RecordError."""
    try:
        yield
    except OSError as error:
        raise RecordError(f"{path} cannot be written: {error.strerror}") from error

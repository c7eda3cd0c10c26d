"""Chunks to a `.part` file: written, counted and hashed, gone on with or begun anew."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from seedjob.errors import DownloadError, RecordError
from seedjob.service.resume import Mark

HEAD_LENGTH = 64
MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
GO_ON = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(slots=True)
class Part:
    """A file that grows under its own name until it is whole; a fault of the disk is told apart.

    `mark` is what lets a later try go on where this one broke off; without it the next begins anew.
    """

    path: Path
    mark: Mark | None = None
    count: int = 0
    head: bytes = b""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    file: BinaryIO | None = None
    seal: tuple[int, ...] | None = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open it for one try, following no link that lies in its place.

        Afterwards it lies there whole, or sealed for a next try, or not at all.
        """
        with _on_disk(self.path.name):
            self.file = self._again() or self._anew()
        keep = False
        try:
            yield
            keep = True
        except DownloadError:
            keep = self.mark is not None and self.count > 0
            raise
        finally:
            self._close()
            if not keep or self.seal is None:
                self.remove()

    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        self.count += len(chunk)
        if len(self.head) < HEAD_LENGTH:
            self.head = (self.head + chunk)[:HEAD_LENGTH]
        self.digest.update(chunk)
        with _on_disk(self.path.name):
            self._open_file().write(chunk)

    def restart(self, mark: Mark | None = None) -> None:
        """Forget what came, for a video that may be another one."""
        with _on_disk(self.path.name):
            self._open_file().seek(0)
            self._open_file().truncate()
        self._forget()
        self.mark = mark

    def keep(self) -> None:
        """Bring all of it to the disk."""
        with _on_disk(self.path.name):
            self._open_file().flush()
            os.fsync(self._open_file().fileno())

    def remove(self) -> None:
        """Take it off the disk, as far as that can be done."""
        self.seal = None
        with suppress(OSError):
            self.path.unlink()

    def _close(self) -> None:
        """Close it, and seal it if all that was counted is in it."""
        file, self.seal = self._open_file(), None
        try:
            with file:
                file.flush()
                found = os.fstat(file.fileno())
        except OSError:
            return
        if found.st_size == self.count:
            self.seal = _seal(found)

    def _again(self) -> BinaryIO | None:
        """Open what an earlier try left, if nobody has touched it since."""
        if self.seal is None:
            return None
        try:
            file = os.fdopen(os.open(self.path, GO_ON), "wb")
        except OSError:
            return None
        if _seal(os.fstat(file.fileno())) != self.seal:
            file.close()
            return None
        file.seek(self.count)
        return file

    def _anew(self) -> BinaryIO:
        self._forget()
        self.path.unlink(missing_ok=True)
        return os.fdopen(os.open(self.path, MAKE, 0o666), "wb")

    def _forget(self) -> None:
        self.mark, self.count, self.head, self.digest = None, 0, b"", hashlib.sha256()

    def _open_file(self) -> BinaryIO:
        assert self.file is not None
        return self.file


def _seal(found: os.stat_result) -> tuple[int, ...]:
    """Tell a file from another in its place, and from itself once it was written or linked to."""
    times = found.st_mtime_ns, found.st_ctime_ns
    return (found.st_dev, found.st_ino, found.st_mode, found.st_nlink, found.st_size, *times)


@contextmanager
def _on_disk(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordError(f"cannot write '{name}': {error.strerror or error}") from error

"""A manifest to the disk, whole or not at all, and durable when a call returns."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from seedjob.errors import RecordError
from seedjob.manifest import Manifest, dump, load

ROOM: Final = 16 * 1024
"""Bytes set aside for an answer beyond the intent's own: an id, and an error's text."""


class Record:
    """The place of one job's manifest on disk, and the room beside it that is written first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._room = path.with_name(f".{path.name}.room")

    def read(self) -> Manifest | None:
        """Read what is known of the job: the manifest, or the answer that a crash left beside it.

        Raises RecordError for a manifest that cannot be read.
        """
        manifest = load(self.path)
        if manifest is None or manifest.state != "submitting":
            return manifest
        return self._left_behind(manifest) or manifest

    def recover(self) -> Manifest | None:
        """Read what is known of the job, and put an answer left behind in its place.

        Raises RecordError also where that cannot be done.
        """
        known, kept = self.read(), load(self.path)
        if known != kept:
            with recording(self.path):
                self._put_in_place()
        return known

    def write(self, manifest: Manifest) -> None:
        """Write the manifest whole.

        Raises RecordError; what was there before is then still there.
        """
        with recording(self.path):
            _fill(self._room, dump(manifest).encode(), flags=os.O_CREAT | os.O_TRUNC)
            self._put_in_place()

    def set_aside(self, intent: Manifest) -> None:
        """Set aside room on the disk for the answer to `intent`, so that no id is ever lost."""
        size = len(dump(intent).encode()) + ROOM
        with recording(self.path):
            _fill(self._room, bytes(size), flags=os.O_CREAT | os.O_TRUNC)

    def answer(self, manifest: Manifest) -> None:
        """Write the manifest into the room set aside, and put it in its place."""
        with recording(self.path):
            _fill(self._room, dump(manifest).encode(), flags=os.O_CREAT)
            self._put_in_place()

    def take_back(self, before: Manifest | None) -> None:
        """Put back what was there before an intent that was surely never sent."""
        if before is not None:
            self.write(before)
            return
        with recording(self.path):
            self.path.unlink(missing_ok=True)
            self._room.unlink(missing_ok=True)
            sync_folder(self.path.parent)

    def _left_behind(self, intent: Manifest) -> Manifest | None:
        """Find the answer to this very intent in the room, where a crash came before the rename."""
        with suppress(RecordError):
            found = None if self._room.is_symlink() else load(self._room)
            if found and _answers(found, intent):
                return found
        return None

    def _put_in_place(self) -> None:
        self._room.replace(self.path)
        sync_folder(self.path.parent)


def sync_folder(folder: Path) -> None:
    """Make names that were put into `folder` durable."""
    with _opened(folder, os.O_DIRECTORY, access=os.O_RDONLY) as descriptor:
        os.fsync(descriptor)


def _fill(path: Path, data: bytes, *, flags: int) -> None:
    with _opened(path, flags) as file:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        os.ftruncate(file, len(data))
        os.fsync(file)


@contextmanager
def _opened(path: Path, flags: int, *, access: int = os.O_WRONLY) -> Iterator[int]:
    descriptor = os.open(path, access | flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
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


def _answers(found: Manifest, intent: Manifest) -> bool:
    same = found.fingerprint == intent.fingerprint and found.state != "submitting"
    asked = found.task and intent.task and found.task.submitted_at == intent.task.submitted_at
    return same and bool(asked)

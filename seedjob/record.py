"""A job's manifest to its place on disk and back, with room for the answer set aside."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from seedjob.durable import DRAFT, drafted, fill, linked, recording, sync_folder, write_whole
from seedjob.errors import RecordError
from seedjob.manifest import SUFFIX, Manifest
from seedjob.manifest_text import dump, load

ROOM: Final = 16 * 1024
"""Bytes set aside for an answer beyond the intent's own: an id, and an error's text."""


class Record:
    """The place of one job's manifest on disk, and the room beside it that is written first."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def _room(self) -> Path:
        return self.path.with_name(f".{self.path.name}.room")

    def read(self) -> Manifest | None:
        """Read what is known of the job: the manifest, or the answer that a crash left beside it.

        Raises RecordError for a manifest that cannot be read.
        """
        manifest = load(self.path)
        return self._left_behind(manifest) or manifest

    @property
    def has_room(self) -> bool:
        """Whether room was set aside that nobody used up: a crash came in between."""
        return os.path.lexists(self._room)

    def recover(self) -> Manifest | None:
        """Read what is known of the job, and put an answer left behind in its place.

        Raises RecordError also where that cannot be done.
        """
        manifest = load(self.path)
        answered = self._left_behind(manifest)
        if answered is None:
            return manifest
        with recording(self.path):
            self._put_in_place()
        return answered

    def write(self, manifest: Manifest) -> None:
        """Write the manifest whole; room that a crash left beside it is room for nothing now.

        Raises RecordError; what was there before is then still there.
        """
        write_whole(self.path, dump(manifest))
        with suppress(OSError):  # of a create that nobody waits for any more
            self._room.unlink(missing_ok=True)

    def intend(self, intent: Manifest, before: Manifest | None) -> bool:
        """Write an intent in the place of `before`, and of nothing else; tell whether that was so.

        What came there since `before` was read, from another run or another branch, stays.
        """
        with recording(self.path), drafted(self.path, dump(intent)) as draft:
            if before is not None and load(self.path) == before:
                draft.replace(self.path)
            elif before is not None or not linked(draft, self.path):
                return False
            try:
                sync_folder(self.path.parent)
            except OSError:  # nothing is sent then, so nobody is to take it for perhaps paid
                self.take_back(before)
                raise
            return True

    def set_aside(self, intent: Manifest) -> None:
        """Set aside room on the disk for the answer to `intent`, so that no id is ever lost."""
        size = len(dump(intent).encode()) + ROOM
        with recording(self.path):
            fill(self._room, bytes(size))

    def answer(self, manifest: Manifest) -> None:
        """Write the manifest into the room set aside, and put it in its place."""
        with recording(self.path):
            fill(self._room, dump(manifest).encode())
            self._put_in_place()

    def take_back(self, before: Manifest | None) -> None:
        """Put back what was there before an intent that was surely never sent."""
        if before is not None:
            self.write(before)
        with recording(self.path):
            if before is None:
                self.path.unlink(missing_ok=True)
                sync_folder(self.path.parent)
            self._room.unlink(missing_ok=True)

    def _left_behind(self, intent: Manifest | None) -> Manifest | None:
        """Find the answer to this very intent in the room, where a crash came before the rename.

        Raises RecordError where it cannot be read just now: it may hold the id.
        """
        if intent is None or intent.state != "submitting" or not _is_regular(self._room):
            return None
        try:
            found = load(self._room)
        except RecordError as error:
            if isinstance(error.__cause__, OSError):
                raise
            return None
        return found if found and _answers(found, intent) else None

    def _put_in_place(self) -> None:
        self._room.replace(self.path)
        sync_folder(self.path.parent)


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from error


def sweep(folder: Path) -> None:
    """Remove the drafts that killed runs left in `folder`; only who holds the lock may.

    Raises RecordError where that cannot be done.
    """
    with recording(folder):
        for draft in folder.glob(DRAFT.format(name=f"*{SUFFIX}", mark="*")):
            with suppress(IsADirectoryError):  # none of ours
                draft.unlink(missing_ok=True)


def _answers(found: Manifest, intent: Manifest) -> bool:
    same = found.fingerprint == intent.fingerprint and found.state != "submitting"
    asked = found.task and intent.task and found.task.submitted_at == intent.task.submitted_at
    return same and bool(asked)

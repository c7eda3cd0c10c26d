"""What the service was asked to lines of `requests.jsonl`, and the lines to what it was asked.

The file is the service's whole memory: tasks are rebuilt from it. A line torn by a crash or a
full disk is passed over, and so is one that no service wrote.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Final

from seedjob.errors import UsageError

FORM: Final[Mapping[str, type | UnionType]] = {
    "time": str,
    "method": str,
    "path": str,
    "status": int | None,
    "task": str | None,
    "fails": str | None,
}
SHA256: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Line:
    """One request; `status` is none where the connection was closed without an answer.

    Of an accepted create also what makes its task again: `media` (hash of what was fetched, or
    none, in the order of the media) and `fails`, the message it is to fail with.
    """

    time: float
    method: str
    path: str
    status: int | None
    task: str | None = None
    body: Any = None
    media: tuple[str | None, ...] = ()
    fails: str | None = None


@dataclass(frozen=True, slots=True)
class Unkept:
    """A line is not on record, and why."""

    reason: str


class Journal:
    """The file, open for appending."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = path.open("ab", buffering=0)
            self.seam = b"\n" if _is_torn(path) else b""
        except OSError as error:
            raise UsageError(f"cannot keep {str(path)!r}: {error.strerror}") from error

    def write(self, line: Line, *, durable: bool) -> Unkept | None:
        """Add a line, whole or not at all; `durable` waits until the disk has it."""
        text = self.seam + json.dumps(_as_object(line)).encode("ascii") + b"\n"
        written = 0
        try:
            while written < len(text):  # a disk that gets full takes a part and says nothing
                written += self.file.write(text[written:])
            if durable:
                os.fsync(self.file.fileno())
        except OSError as error:
            self._take_back(written)
            return Unkept(error.strerror or str(error))
        self.seam = b""
        return None

    def _take_back(self, written: int) -> None:
        """Cut off what was written last, unless another service wrote behind it."""
        if not written:
            return
        self.seam = b"\n"
        with contextlib.suppress(OSError):
            end = self.file.tell()
            if os.fstat(self.file.fileno()).st_size == end:
                self.file.truncate(end - written)
                self.seam = b""

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _as_object(line: Line) -> dict[str, Any]:
    asked = {
        "time": datetime.fromtimestamp(line.time, UTC).isoformat(timespec="milliseconds"),
        "method": line.method,
        "path": line.path,
        "status": line.status,
        "task": line.task,
    }
    made = {"body": line.body, "media": list(line.media), "fails": line.fails}
    return asked | (made if line.method == "POST" else {})


def read_lines(path: Path) -> Iterator[Line]:
    """Read the lines of a journal in order; a file that is not there has none."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for text in file:
            line = _line(text)
            if line is not None:
                yield line


def _line(text: bytes) -> Line | None:
    try:
        told = json.loads(text)
        if not _is_sound(told):
            return None
        return Line(
            time=datetime.fromisoformat(told["time"]).timestamp(),
            method=told["method"],
            path=told["path"],
            status=told.get("status"),
            task=told.get("task"),
            body=told.get("body"),
            media=tuple(told.get("media", ())),
            fails=told.get("fails"),
        )
    except (ValueError, OverflowError, OSError, RecursionError):  # the last of moments, too
        return None


def _is_sound(told: object) -> bool:
    """Tell whether a line has the form of ours; its body may be anything that was asked."""
    if not isinstance(told, dict):
        return False
    media = told.get("media", [])
    return all(isinstance(told.get(name), kind) for name, kind in FORM.items()) and (
        isinstance(media, list) and all(sha is None or _is_sha256(sha) for sha in media)
    )


def _is_sha256(name: object) -> bool:
    return isinstance(name, str) and SHA256.fullmatch(name) is not None

"""The ledger: one manifest a job, beside its spec, that is written whole or not at all."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from seedjob.errors import RecordError
from seedjob.spec.schema import DIALECT

FORMAT: Final = 1

Service = Literal["live", "local"]
State = Literal["submitting", "submitted", "completed", "failed", "unknown", "lost"]
Charged = bool | Literal["unknown"]

SUFFIX: Final = ".manifest.json"
INFIX: Final[dict[Service, str]] = {"live": "", "local": ".local"}
"""What stands between a job's name and the suffix, so that a preview never touches a record."""

ROOM: Final = 16 * 1024
"""Bytes set aside for an answer beyond the intent's own: an id, and an error's text."""

_KEPT: Final = ConfigDict(extra="allow", frozen=True, strict=True)
_TIME: Final = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


class Input(BaseModel):
    """A local file that went into the request."""

    model_config = _KEPT

    path: str
    sha256: str
    bytes: int


class Task(BaseModel):
    """The task as asked for, and its id once the service gave one; times are UTC, whole seconds."""

    model_config = _KEPT

    id: str | None = None
    submitted_at: str = Field(pattern=_TIME)
    finished_at: str | None = Field(default=None, pattern=_TIME)


class Output(BaseModel):
    """A file that came of the task, beside the manifest."""

    model_config = _KEPT

    kind: str
    path: str
    sha256: str
    bytes: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    fps: float | None = None
    codec: str | None = None


class Cost(BaseModel):
    """What it was thought to cost, and what the service said; amounts are decimals as text."""

    model_config = _KEPT

    estimate: str | None = None
    amount: str | None = None
    currency: str | None = None
    charged: Charged = "unknown"


class Error(BaseModel):
    """What went wrong, in the service's words where it had any."""

    model_config = _KEPT

    kind: str
    code: str | None = None
    message: str


class Settled(BaseModel):
    """A person's word on a create whose outcome was unknown."""

    model_config = _KEPT

    verdict: Literal["task-id", "not-created", "abandoned"]
    at: str = Field(pattern=_TIME)
    reason: str | None = None


class Manifest(BaseModel):
    """What was asked for a job, what was paid, and what came of it."""

    model_config = _KEPT

    manifest: Literal[1] = FORMAT
    job: str
    spec: str
    service: Service
    state: State
    fingerprint: str
    request: dict[str, Any]
    inputs: list[Input] = []
    task: Task | None = None
    outputs: list[Output] = []
    cost: Cost = Cost()
    error: Error | None = None
    settled: Settled | None = None
    tool: str


def manifest_schema() -> dict[str, Any]:
    """Give the JSON Schema of a manifest; it lets unknown fields of a newer seedjob be."""
    return {"$schema": DIALECT, **Manifest.model_json_schema()}


def manifest_path(folder: Path, job: str, service: Service) -> Path:
    """Tell where the manifest of `job` lies, given its spec's folder."""
    return folder / f"{job}{INFIX[service]}{SUFFIX}"


def video_path(folder: Path, job: str, service: Service) -> Path:
    """Tell where the video of `job` lies, given its spec's folder."""
    return folder / f"{job}{INFIX[service]}.mp4"


def timestamp(moment: datetime) -> str:
    """Write a moment as manifests do: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Read a time of a manifest."""
    return datetime.fromisoformat(text)


def dump(manifest: Manifest) -> str:
    """Write a manifest as text: fixed key order, unknown fields last, LF, one scalar a line."""
    return json.dumps(_plain(manifest), indent=2, ensure_ascii=False) + "\n"


def load(path: Path) -> Manifest | None:
    """Read a manifest; none where there is no file.

    Raises RecordError for one that is torn, strange or of a newer format: it may stand for money.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path} cannot be read: {error}") from error
    try:
        data = json.loads(text)
        if isinstance(data, dict) and _newer(made := data.get("manifest")):
            raise RecordError(f"{path} has format {made}; this seedjob knows {FORMAT}, so upgrade")
        return Manifest.model_validate(data)
    except (ValueError, RecursionError, ValidationError) as error:
        raise RecordError(
            f"{path} is no manifest of format {FORMAT}: {_first_line(error)}"
        ) from error


def _newer(made: object) -> bool:
    return isinstance(made, int) and made > FORMAT


class Record:
    """The place of one job's manifest on disk; what it writes is durable when it returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._room = path.with_name(f".{path.name}.room")

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


def _plain(model: BaseModel) -> dict[str, Any]:
    """Give a model as plain data: known fields that hold something, then the unknown ones."""
    known = ((name, getattr(model, name)) for name in type(model).model_fields)
    plain = {name: _value(value) for name, value in known if value is not None}
    return plain | (model.model_extra or {})


def _value(value: object) -> object:
    if isinstance(value, BaseModel):
        return _plain(value)
    return [_value(item) for item in value] if isinstance(value, list) else value


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return str(error).splitlines()[0]

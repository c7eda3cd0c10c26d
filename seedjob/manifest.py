"""The ledger: one manifest a job, beside its spec, as a value and as the text that git keeps."""

import errno
import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from seedjob.errors import RecordError
from seedjob.spec.schema import DIALECT

FORMAT: Final = 1

Service = Literal["live", "local"]
State = Literal["submitting", "submitted", "completed", "failed", "unknown", "lost"]
PAID: Final = ("submitted", "completed", "lost")
Charged = bool | Literal["unknown"]
Verdict = Literal["task-id", "not-created", "abandoned"]

SUFFIX: Final = ".manifest.json"
INFIX: Final[dict[Service, str]] = {"live": "", "local": ".local"}
"""What stands between a job's name and the suffix, so that a preview never touches a record."""

LARGEST: Final = 16 * 1024 * 1024
"""Bytes; the longest prompt there can be is a sixteenth of it."""

LATEST: Final = "9999"
"""The year with which time ends, as far as Python counts: nothing can be added to its last days."""

_KEPT: Final = ConfigDict(extra="allow", frozen=True, strict=True)


def _time(text: str) -> str:
    if not is_time(text):
        raise ValueError("a time is UTC in whole seconds: 2026-01-31T12:00:00Z")
    return text


Time = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"), AfterValidator(_time)]


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
    submitted_at: Time
    finished_at: Time | None = None


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

    verdict: Verdict
    at: Time
    reason: str | None = None


class Replaced(BaseModel):
    """What was paid, may have been, or was settled before it was asked anew: never forgotten."""

    model_config = _KEPT

    fingerprint: str
    state: State
    task: Task
    outputs: list[Output] = []
    cost: Cost = Cost()
    settled: Settled | None = None


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
    replaced: list[Replaced] = []
    tool: str

    @model_validator(mode="after")
    def _identified(self) -> Self:
        """Hold that who is paid can be asked for."""
        if self.state in PAID and (self.task is None or self.task.id is None):
            raise ValueError(f"state '{self.state}' needs task.id")
        return self


def manifest_schema() -> dict[str, Any]:
    """Give the JSON Schema of a manifest; it lets unknown fields of a newer seedjob be."""
    return {"$schema": DIALECT, **Manifest.model_json_schema()}


def manifest_path(folder: Path, job: str, service: Service) -> Path:
    """Tell where the manifest of `job` lies, given its spec's folder."""
    return folder / manifest_name(job, service)


def manifest_name(job: str, service: Service) -> str:
    """Name the manifest of a job, or, of its id, give the manifest's path from the root."""
    return f"{job}{INFIX[service]}{SUFFIX}"


def video_path(folder: Path, job: str, service: Service) -> Path:
    """Tell where the video of `job` lies, given its spec's folder."""
    return folder / f"{job}{INFIX[service]}.mp4"


def timestamp(moment: datetime) -> str:
    """Write a moment as manifests do: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Read a time of a manifest."""
    return datetime.fromisoformat(text)


def is_time(text: str) -> bool:
    """Tell whether a text is a time as manifests write it, with a year to go after it."""
    try:
        return timestamp(moment(text)) == text and text < LATEST
    except (ValueError, OverflowError):
        return False


def dump(manifest: Manifest) -> str:
    """Write a manifest as text: fixed key order, unknown fields last, LF, one scalar a line."""
    return json.dumps(_plain(manifest), indent=2, ensure_ascii=False) + "\n"


def load(path: Path) -> Manifest | None:
    """Read a manifest; none where there is no file.

    Raises RecordError for one that is torn, strange or of a newer format: it may stand for money.
    """
    try:
        text = _text(path)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path} cannot be read: {error}") from error
    try:
        data = json.loads(text)
        if isinstance(data, dict) and _newer(made := data.get("manifest")):
            raise RecordError(f"{path} has format {made}; this seedjob knows {FORMAT}, so upgrade")
        return _writable(Manifest.model_validate(data), text)
    except (ValueError, RecursionError, ValidationError) as error:
        raise RecordError(
            f"{path} is no manifest of format {FORMAT}: {_first_line(error)}"
        ) from error


def _text(path: Path) -> str:
    """Read a regular file of a manifest's size; a pipe or a device would never end."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise OSError(errno.EINVAL, "no regular file of a manifest's size")
        return file.read(LARGEST).decode("utf-8")


def _writable(manifest: Manifest, text: str) -> Manifest:
    """Hold that it can be written again: what else is in it may be deep, or half a character."""
    if "\\u" in text or text.count("[") + text.count("{") > DEEP:
        try:
            dump(manifest).encode()
        except UnicodeEncodeError:
            raise ValueError("a text holds half of a surrogate pair") from None
    return manifest


DEEP: Final = 200
"""Levels of nesting that are surely written again."""


def _newer(made: object) -> bool:
    return isinstance(made, int) and made > FORMAT


def _plain(model: BaseModel) -> dict[str, Any]:
    """Give a model as plain data: known fields that hold something, then the unknown ones."""
    known = ((name, getattr(model, name)) for name in type(model).model_fields)
    plain = {name: _value(value) for name, value in known if _told(name, value)}
    return plain | (model.model_extra or {})


def _told(name: str, value: object) -> bool:
    """Leave out what holds nothing; `inputs` and `outputs` stand even when they are empty."""
    return value is not None and not (name == "replaced" and value == [])


def _value(value: object) -> object:
    if isinstance(value, BaseModel):
        return _plain(value)
    return [_value(item) for item in value] if isinstance(value, list) else value


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return str(error).splitlines()[0]

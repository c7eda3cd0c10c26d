"""The ledger: one manifest a job, beside its spec, as a value."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from seedjob.spec.schema import DIALECT

FORMAT: Final = 1

Service = Literal["live", "local"]
State = Literal["submitting", "submitted", "completed", "failed", "unknown", "lost"]
PAID: Final = ("submitted", "completed", "lost")
OPEN: Final = ("submitting", "unknown")
"""States of a create whose outcome nobody knows; to people they are one."""
AWAITED: Final = (*OPEN, "submitted")
"""States in which somebody waits for what may be paid: nothing may push them aside."""
Charged = bool | Literal["unknown"]
Verdict = Literal["task-id", "not-created", "abandoned"]

SUFFIX: Final = ".manifest.json"
INFIX: Final[dict[Service, str]] = {"live": "", "local": ".local"}
"""What stands between a job's name and the suffix, so that a preview never touches a record."""

FIRST: Final = "1000"
"""The first year that every system writes in four digits."""
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
        told = moment(text).isoformat() == text.removesuffix("Z") + "+00:00"
    except ValueError:
        return False
    return told and FIRST <= text < LATEST

"""What a run would do to a job, and why."""

from dataclasses import dataclass
from typing import Literal

from seedjob.manifest import Manifest

Kind = Literal["create", "resume", "fetch", "skip", "hold"]


@dataclass(frozen=True, slots=True)
class Action:
    """One job's action with its reasons, in words; `hold` waits for a person."""

    kind: Kind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands: what it asks for now, its record, and whether its files are there.

    `retry_failed`: a person asked to try again what failed.
    """

    fingerprint: str
    manifest: Manifest | None
    files_there: bool = True
    retry_failed: bool = False

"""What a run would do to a job, and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from seedjob.manifest import Manifest
from seedjob.plan.changes import NOTHING, Asked, Change

Kind = Literal["create", "resume", "fetch", "skip", "hold"]

DONE: Final = "done"
"""The whole reason of a job that nothing is to be done about."""

MOVED: Final = "moved from "
"""How the reason begins of a job that takes a record along."""

EXCHANGED: Final = "done, but another file lies in its video's place"
"""How the reason begins of a job that has a file of another length than its video's."""


@dataclass(frozen=True, slots=True)
class Action:
    """One job's action with its reasons, in words; `hold` waits for a person.

    `changes` are those of the request since its record was written.
    """

    kind: Kind
    reasons: tuple[str, ...]
    changes: tuple[Change, ...] = ()

    @property
    def why(self) -> str:
        """All reasons on one line: of a job that moved what else keeps it stands behind that."""
        return "; ".join(self.reasons)

    def also(self, reason: str) -> "Action":
        """Give the same action with one more reason behind its own."""
        return replace(self, reasons=(*self.reasons, reason))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands: what it asks for now, its record, and whether its files are there.

    `asked` is what the fingerprint is of; `retry_failed`: a person asked to try again what failed;
    `now` tells whether the service can still have what went away. `exchanged`: what is there is
    another file than was made.
    """

    fingerprint: str
    manifest: Manifest | None
    asked: Asked = NOTHING
    files_there: bool = True
    retry_failed: bool = False
    now: datetime | None = None
    exchanged: bool = False

"""What the service answered, as values: a create has five answers, a query five."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """What the service, or the way to it, said was wrong; `message` is shown, never obeyed."""

    kind: str
    message: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The create was accepted: this id is paid for."""

    task_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The create was refused and nothing renders; `task_id` where an id came all the same."""

    fault: Fault
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """The create is known not to have been accepted and may be sent again after `retry_after`."""

    fault: Fault
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """Key or balance refused: no create will pass until a person acts."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether the create was accepted; it is never sent again by itself."""

    fault: Fault


CreateAnswer = Submitted | Refused | NotSent | Unusable | Unknown


@dataclass(frozen=True, slots=True)
class Rendering:
    """Not done yet; `known` is false for a status word that no page names."""

    status: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Finished:
    """Done: `video_url` is good for about a day; `seconds` and `amount` where the service tells."""

    video_url: str
    seconds: float | None = None
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The service gave the task up; `amount` where it tells what that cost."""

    fault: Fault
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """No answer about the task: ask again after `retry_after`, or when it is next due.

    `kind` tells how long to bear it: `network` (no reply, 408, 425, 429, 5xx, HTML, empty or
    broken JSON) until the deadline, `code` (an error code inside a 200) and `key` (401, 403)
    only so many in a row.
    """

    kind: Literal["network", "code", "key"]
    fault: Fault
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """The service does not know the task, or not yet; `sure` unless it may mean something else."""

    fault: Fault
    sure: bool = True


TaskAnswer = Rendering | Finished | Failed | Trouble | Absent


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a task stands, and by what a person knows it; `created` is in Unix seconds.

    `model` and `created` are none where the service does not tell them. `ahead` are the seconds by
    which its clock is ahead of ours, none where it tells no time.
    """

    answer: TaskAnswer
    model: str | None = None
    created: int | None = None
    ahead: float | None = None

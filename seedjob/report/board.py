"""The steps and ends of a run's jobs to how it stands: counts, what renders, when it may end."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from seedjob.plan.pace import Kind, Pace

MOST_ROWS: Final = 40
"""Jobs under way that the highest terminal shows each by itself: those that began first."""

STEPS: Final[Mapping[str, str]] = {
    "creating": "creating",
    "submitted": "queued",
    "queued": "queued",
    "pending": "queued",
    "downloading": "downloading",
}
"""A job's step to what it is counted as; any other is a status under which a task renders."""

RENDERING: Final = "rendering"

LEFT: Final = ("unsent", "unfinished", "unusable")
"""Ends of jobs that another run goes on with."""


@dataclass(frozen=True, slots=True)
class Row:
    """A job under way; seconds since it was asked for, and that it may take where that is known."""

    job: str
    step: str
    seconds: float
    expected: float | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How a run stands; `seconds` since it began, `left` until it may end where that is known.

    `ended` counts jobs by ending, `under_way` by step; of those `rows` are the first.
    """

    total: int
    ended: Mapping[str, int]
    under_way: Mapping[str, int]
    waiting: int
    seconds: float
    left: float | None = None
    rows: tuple[Row, ...] = ()
    money: str = ""
    trouble: str = ""
    notice: str = ""

    @property
    def finished(self) -> int:
        """Count the jobs that another run would leave alone, or ask a person about."""
        return sum(count for ending, count in self.ended.items() if ending not in LEFT)


@dataclass(slots=True)
class _Going:
    kind: Kind
    since: float
    step: str


@dataclass(slots=True)
class _Sum:
    """Jobs of a kind under way: how many, and the sum of when they began."""

    count: int = 0
    since: float = 0.0


@dataclass(slots=True)
class Board:
    """Counts as it hears: no question costs time in the number of jobs, but in that of kinds.

    `todo` are the jobs that will be under way, each with its kind; `slots` so many of them at once.
    All times are seconds of one clock.
    """

    total: int
    todo: dict[str, Kind]
    slots: int
    pace: Pace
    began: float
    _waiting: Counter[Kind] = field(default_factory=Counter)
    _going: dict[str, _Going] = field(default_factory=dict)
    _sums: dict[Kind, _Sum] = field(default_factory=dict)
    _steps: Counter[str] = field(default_factory=Counter)
    _ended: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._waiting.update(self.todo.values())

    def step(self, job: str, step: str, since: float) -> None:
        """Hear that a job came to a step; `since` tells when its task was asked for."""
        going = self._going.get(job)
        if going is None:
            self._begin(job, step, since)
            return
        self._steps[_counted(going.step)] -= 1
        self._steps[_counted(step)] += 1
        going.step = step

    def end(self, job: str, ending: str, now: float, *, learn: bool = False) -> None:
        """Hear how a job ended; from one whose whole time was seen others are expected."""
        self._ended[ending] += 1
        self._leave_waiting(job)
        going = self._going.pop(job, None)
        if going is None:
            return
        self._steps[_counted(going.step)] -= 1
        whole = self._sums[going.kind]
        whole.count -= 1
        whole.since -= going.since
        if learn and ending == "done":
            self.pace.learn(going.kind, now - going.since)

    def snapshot(
        self, now: float, money: str = "", trouble: str = "", notice: str = ""
    ) -> Snapshot:
        """Tell how it stands now, with what others have to say."""
        first = islice(self._going.items(), MOST_ROWS)
        return Snapshot(
            total=self.total,
            ended=dict(self._ended),
            under_way={step: count for step, count in self._steps.items() if count},
            waiting=len(self.todo),
            seconds=now - self.began,
            left=None if notice else self._left(now),
            rows=tuple(self._row(job, going, now) for job, going in first),
            money=money,
            trouble=trouble,
            notice=notice,
        )

    def _begin(self, job: str, step: str, since: float) -> None:
        kind = self._leave_waiting(job)
        self._going[job] = _Going(kind, since, step)
        self._steps[_counted(step)] += 1
        whole = self._sums.setdefault(kind, _Sum())
        whole.count += 1
        whole.since += since

    def _leave_waiting(self, job: str) -> Kind:
        kind = self.todo.pop(job, ())
        if self._waiting[kind]:
            self._waiting[kind] -= 1
        return kind

    def _row(self, job: str, going: _Going, now: float) -> Row:
        return Row(job, going.step, now - going.since, self.pace.expected(going.kind))

    def _left(self, now: float) -> float | None:
        """Estimate the time to the end: all work that is left, by so many at once.

        It is at least what the job takes that began last.
        """
        if not self._going and not self.todo:
            return None
        work = [*self._waits(), *self._goes(now)]
        if None in work:
            return None
        at_once = min(self.slots, len(self._going) + len(self.todo))
        return max(sum(filter(None, work)) / at_once, self._last(now))

    def _waits(self) -> Iterable[float | None]:
        for kind, count in self._waiting.items():
            if count:
                expected = self.pace.expected(kind)
                yield None if expected is None else expected * count

    def _goes(self, now: float) -> Iterable[float | None]:
        for kind, whole in self._sums.items():
            if whole.count:
                expected = self.pace.expected(kind)
                gone = now * whole.count - whole.since
                yield None if expected is None else max(0.0, expected * whole.count - gone)

    def _last(self, now: float) -> float:
        if not self._going:
            return 0.0
        last = self._going[next(reversed(self._going))]
        return (self.pace.expected(last.kind) or 0.0) - (now - last.since)


def _counted(step: str) -> str:
    return STEPS.get(step.lower(), RENDERING)

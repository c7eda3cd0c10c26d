"""Earlier tasks to how long one like them will take."""

from collections import deque
from collections.abc import Mapping
from statistics import median
from typing import Any, Final

from seedjob.manifest import Manifest, moment

Kind = tuple[Any, ...]
"""What the time of a task depends on: model, resolution and duration, as in its request."""

REMEMBERED: Final = 99
"""Tasks of a kind that count, the latest: a service is as fast as it was of late."""


def kind_of(request: Mapping[str, Any]) -> Kind:
    """Tell of which kind a request is."""
    return tuple(request.get(name) for name in ("model", "resolution", "duration"))


class Pace:
    """How long tasks of each kind took, in seconds."""

    def __init__(self) -> None:
        self._took: dict[Kind, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=REMEMBERED)
        self._medians: dict[Kind | None, float] = {}

    def learn(self, kind: Kind, seconds: float) -> None:
        """Remember how long one task took."""
        self._took.setdefault(kind, deque(maxlen=REMEMBERED)).append(seconds)
        self._all.append(seconds)
        self._medians.clear()

    def learn_from(self, manifest: Manifest) -> None:
        """Remember the task of a manifest, if it ever ended with a video."""
        task = manifest.task
        if manifest.state == "completed" and task and task.finished_at:
            took = moment(task.finished_at) - moment(task.submitted_at)
            self.learn(kind_of(manifest.request), took.total_seconds())

    def expected(self, kind: Kind) -> float | None:
        """Give the median of that kind, of all kinds where there is none, or nothing."""
        known: Kind | None = kind if kind in self._took else None
        if known not in self._medians and self._all:
            self._medians[known] = median(self._all if known is None else self._took[known])
        return self._medians.get(known)

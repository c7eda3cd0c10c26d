"""The name of what sets no field to the field that was meant by it, by its spelling or by habit."""

from collections.abc import Collection, Iterable
from typing import Final

from seedjob.models.seedance_x1 import MODELS, RESOLUTIONS
from seedjob.spec.batch.values import FIELDS
from seedjob.spec.written import nearest

_ALLOWED: Final[Collection[object]] = frozenset({*MODELS, *RESOLUTIONS})


def like_field(name: str) -> str | None:
    """Find the field that a name is like: `ratio` by `ratios`, and by `aspect_ratio`."""
    return nearest(name, FIELDS) or _by_habit(name)


def meant_field(name: str, values: Iterable[object]) -> str | None:
    """Find the field that was meant: words of many meanings, such as `time`, need a value of it."""
    if near := nearest(name, FIELDS):
        return near
    field = _by_habit(name)
    return field if field and any(_suits(field, value) for value in values) else None


def _by_habit(name: str) -> str | None:
    from seedjob.spec.habits import JOB  # only where something is wrong

    habit = JOB.get(name.casefold())
    return next((key for key in habit.means if key in FIELDS), None) if habit else None


def _suits(field: str, value: object) -> bool:
    from seedjob.spec.habit_values import HABITS

    return value in _ALLOWED or HABITS[field](value) is not None

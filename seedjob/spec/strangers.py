"""An unknown key to what to write instead, and to the key that was meant by it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from seedjob.diagnostic import Route
from seedjob.models.content import MEDIA
from seedjob.models.seedance_x1 import UNSUPPORTED
from seedjob.spec import habits
from seedjob.spec.field import FIELDS
from seedjob.spec.habit_values import HABITS
from seedjob.spec.habits import Habit
from seedjob.spec.written import copied, nearest, shown, source

_COLON: Final = re.compile(r"[A-Za-z_]+:\S")


@dataclass(frozen=True, slots=True)
class Stranger:
    """What is said of a key that is not known where it stands; `meant` are the keys for it."""

    rule: str
    message: str
    hint: str
    meant: tuple[str, ...] = ()


def meet(key: str, value: object, route: Route, known: Collection[str]) -> Stranger:
    """Say what to write instead of `key: value` in the mapping at `route` of a job."""
    if not route and key in UNSUPPORTED:
        message = f"'{key}' is not supported by Seedance X1 and never sent"
        return Stranger("unsupported-field", message, habits.UNSUPPORTED[key])
    if key == "role" and "text" in known:
        return Stranger("unknown-key", "a text item takes no 'role'", "take it out")
    if moved := _moved(key, value, known):
        return _unknown(key, *moved)
    habit = None if key.casefold() in known else _habits(route, known).get(key.casefold())
    if habit:
        hint = _other_value(habit, value) or _filled(habit.hint, value)
        return replace(_unknown(key, hint, habit.means), rule=habit.rule)
    return _unknown(key, *_guessed(key, known))


def excused(data: object) -> frozenset[str]:
    """Name the rules that would blame a job's content for what a key beside it was meant to be."""
    keys = data if isinstance(data, Mapping) else ()
    found = (habits.JOB.get(str(key).casefold()) for key in keys)
    return frozenset(rule for habit in found if habit for rule in habit.excuses)


def _filled(hint: str, value: object) -> str:
    return hint.replace("{value}", copied(value)).replace("{source}", source(value))


def _other_value(habit: Habit, value: object) -> str | None:
    """Advise on the value too, where the key that was meant does not take it."""
    key = habit.means[0] if habit.same else ""
    field = FIELDS.get(key)
    if field is None or value in field.values:
        return None
    advice = HABITS[key](value) if key in HABITS else None
    if advice is None and not field.values:
        return None
    return None if _fine(advice, value) else f"the key is {key}; {advice or field.write}"


def _fine(advice: str | None, value: object) -> bool:
    """Tell whether the advice is the value itself."""
    return advice == f"write {value}"


def _unknown(key: str, hint: str, meant: tuple[str, ...]) -> Stranger:
    return Stranger("unknown-key", f"{shown(key)} is not a key here", hint, meant)


def _guessed(key: str, known: Collection[str]) -> tuple[str, tuple[str, ...]]:
    near = nearest(key.partition(":")[0] if _COLON.match(key) else key, known)
    meant = (near,) if near else ()
    if _COLON.match(key):
        return "write a space after the colon", meant
    return f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}", meant


def _moved(key: str, value: object, known: Collection[str]) -> tuple[str, tuple[str, ...]] | None:
    """Advise on a key of a medium's item that belongs into its source, or to another medium."""
    kind = next((kind for kind in MEDIA if kind in known), None)
    if kind is None or "type" not in known:
        return None
    if key in MEDIA:
        return f"did you mean '{kind}'?", (kind,)
    if key in habits.BODIES:
        return f"write {kind}: {{{habits.BODIES[key]}: {copied(value)}}}", (kind,)
    if key in habits.MEDIA:
        return f"write {kind}: {'{…}' if isinstance(value, Mapping) else source(value)}", (kind,)
    return None


def _habits(route: Route, known: Collection[str]) -> Mapping[str, Habit]:
    if not route:
        return habits.JOB
    if "text_file" in known:
        return habits.TEXT
    return habits.SOURCE if "path" in known else {}

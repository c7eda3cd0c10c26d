"""An unknown key to what to write instead, and to the key that was meant by it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from seedjob.diagnostic import Route
from seedjob.models.content import MEDIA
from seedjob.models.seedance_x1 import UNSUPPORTED
from seedjob.rulebook.private import WORDS as SECRETS
from seedjob.spec import habits
from seedjob.spec.expand import BATCH
from seedjob.spec.field import FIELDS, Field
from seedjob.spec.habit_values import HABITS
from seedjob.spec.habits import Habit
from seedjob.spec.text import FORMS, PATTERNS
from seedjob.spec.written import copied, nearest, shown, source

_BESIDE_CONTENT: Final = frozenset({"model", "resolution", "ratio", "duration", "tags", "content"})
_COLON: Final = re.compile(r"[A-Za-z_]+:\S")


@dataclass(frozen=True, slots=True)
class Stranger:
    """What is said of a key that is not known where it stands; `meant` are the keys for it."""

    rule: str
    message: str
    hint: str
    meant: tuple[str, ...] = ()


def meet(key: str, around: Mapping[str, Any], route: Route, known: Collection[str]) -> Stranger:
    """Say what to write instead of a key of the mapping `around`, at `route` of a job."""
    if not route and key in UNSUPPORTED:
        message = f"'{key}' is not supported by Seedance X1 and never sent"
        return Stranger("unsupported-field", message, habits.UNSUPPORTED[key])
    if key.casefold() in SECRETS:
        return replace(_unknown(key, habits.LEAVE_OUT, ()), rule=habits.SECRET)
    if key == "role" and "text" in known:
        return Stranger("unknown-key", "a text item takes no 'role'", "take it out")
    return _unknown(key, *_advice(key, around, route, known))


def _advice(
    key: str, around: Mapping[str, Any], route: Route, known: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """Give what to write, and the keys that were meant."""
    if moved := _moved(key, around, known):
        return moved
    habit = None if key.casefold() in known else _habits(route, known).get(key.casefold())
    if habit:
        value = around[key]
        return _other_value(habit, value) or _filled(habit.hint, value), habit.means
    if route and key in _BESIDE_CONTENT:
        return "write it beside content, not inside of it", ()
    return _guessed(key, around, known)


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
    if field is None or _takes(key, field, value):
        return None
    advice = HABITS[key](value) if key in HABITS else None
    return f"the key is {key}; {advice or field.write}"


def _takes(key: str, field: Field, value: object) -> bool:
    """Tell whether a field takes a value, as far as its values are known or have a form."""
    if field.values:
        return value in field.values
    if key in FORMS:
        return isinstance(value, str) and bool(PATTERNS[key].search(value))
    if field.numeric:
        return type(value) is int and HABITS[key](value) == f"write {value}"
    return isinstance(value, str)


def _unknown(key: str, hint: str, meant: tuple[str, ...]) -> Stranger:
    return Stranger("unknown-key", f"{shown(key)} is not a key here", hint, meant)


def _guessed(
    key: str, around: Mapping[str, Any], known: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    name = key.partition(":")[0] if _COLON.match(key) else key
    if name.casefold() in around and name.casefold() in known:
        return f"'{name.casefold()}' is there already; take this one out", ()
    near = nearest(name, [one for one in (*known, *_more(known)) if one not in around])
    meant = (near,) if near and near in known else ()
    if _COLON.match(key):
        return "write a space after the colon", meant
    return f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}", meant


def _more(known: Collection[str]) -> Collection[str]:
    """List the keys that a job may have beside its own, where these are known."""
    return sorted(BATCH) if "model" in known else ()


def _moved(
    key: str, around: Mapping[str, Any], known: Collection[str]
) -> tuple[str, tuple[str, ...]] | None:
    """Advise on a key of a medium's item that belongs in its source, or to another medium."""
    kind = next((kind for kind in MEDIA if kind in known), None)
    if kind is None or "type" not in known:
        return None
    value = around[key]
    if key in MEDIA:
        return f"did you mean '{kind}'?", (kind,)
    if key in habits.BODIES and around.get(kind, "") is None:
        return f"indent it deeper than {kind}:, to which it belongs", (kind,)
    if key in habits.BODIES or key in habits.MEDIA:
        return f"write {kind}: {'{…}' if isinstance(value, Mapping) else source(value)}", (kind,)
    return None


def _habits(route: Route, known: Collection[str]) -> Mapping[str, Habit]:
    if not route:
        return habits.JOB
    if "text_file" in known:
        return habits.TEXT
    return habits.SOURCE if "path" in known else {}

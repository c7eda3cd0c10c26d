"""A wrong value or a missing key to a finding: what it is, and what would be right."""

from collections.abc import Callable, Mapping
from typing import Any

from seedjob.diagnostic import Finding, Route
from seedjob.models.content import ROLES as ROLES_OF
from seedjob.spec.field import Field
from seedjob.spec.habits import ROLES
from seedjob.spec.vocabulary import Vocabulary
from seedjob.spec.written import nearest, shown


def wrong_value(route: Route, value: object, data: object, words: Vocabulary) -> Finding:
    """Say that `value` at `route` of the document `data` is not what its field expects."""
    field = words.field(route, data)
    hint = _habit(route, value, words.habits) or _suggestion(value, field) or field.write
    return Finding(field.rule, route, f"{_kind(value, field)} is not {field.noun}", hint)


def lacking(route: Route, keys: tuple[str, ...], around: Any, words: Vocabulary) -> Finding:
    """Say that the mapping `around` at `route` lacks one of `keys`."""
    message = "'" + "' or '".join(keys) + "' is missing"
    example = _type_of(around) if keys == ("type",) else None
    hint = "add " + " or ".join(
        f"{key}{words.equals}{example or words.examples[key]}" for key in keys
    )
    return Finding("missing-key", route, message, hint)


def _type_of(item: Mapping[str, Any]) -> str | None:
    """Tell the type of an item that does not tell it, by the body that it has."""
    bodies = {**dict.fromkeys(ROLES_OF), "text_file": None}
    found = [key for key in bodies if key in item]
    return found[0].replace("text_file", "text") if len(found) == 1 else None


def _habit(
    route: Route, value: object, habits: Mapping[str, Callable[[object], str | None]]
) -> str | None:
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    known = habits.get(f"{key}[]" if route and isinstance(route[-1], int) else key)
    return known(value) if known else None


def _kind(value: object, field: Field) -> str:
    """Show the value, with its kind where that is what is wrong with it."""
    match value:
        case str() if field.numeric:
            return f"the text {shown(value)}"
        case int() | float() if not (field.numeric or isinstance(value, bool)):
            return f"the number {shown(value)}"
        case _:
            return shown(value)


def _suggestion(value: object, field: Field) -> str | None:
    habit = ROLES.get(str(value).casefold())
    meant = habit if habit in field.values else nearest(str(value), field.values)
    if meant is None and isinstance(value, int | float) and field.text:
        return "write it in quotes"
    return f"did you mean '{meant}'?" if meant else None

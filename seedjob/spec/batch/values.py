"""What may stand in `vars` and `matrix`: names and plain values, and what is said of any other."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeGuard

from seedjob.diagnostic import Finding, Route
from seedjob.spec.address import BLANK
from seedjob.spec.batch.naming import ORDER
from seedjob.spec.lookup import OPEN, Scalar
from seedjob.spec.text import END
from seedjob.spec.written import copied, nearest, shown

NAME: Final = rf"^[^{BLANK}{{}}.]{{1,64}}{END}"
"""The form of a name that is looked up."""

FIELDS: Final = ORDER
"""Fields of a job that an axis of their name sets."""

NO_AXES: Final = ("name", "description", "tags", "content", "version", "$schema")
"""Keys of a job that no axis sets: as a variable's name they would say what they do not mean."""

_NAME: Final = re.compile(NAME)
_PLAIN: Final = "write a text, a number, true or false"


def is_scalar(value: object) -> TypeGuard[Scalar]:
    """Tell a text, a number, `true` or `false`."""
    return isinstance(value, str | int | float)


def same(one: object, other: object) -> bool:
    """Tell whether two values are one: 5 is neither "5" nor true."""
    return type(one) is type(other) and one == other


def wrong_name(name: str, rule: str, route: Route) -> Finding | None:
    """Say what is wrong with the name of a variable or an axis at `route`."""
    if name in NO_AXES:
        message = f"'{name}' is set by no axis and no variable"
        hint = f"write {name}: in the job, with a lookup in it where it differs"
        return Finding(rule, route, message, hint, at_key=True)
    if not _NAME.search(name):
        message = f"{shown(name)} is not a name that can be looked up"
        return Finding(
            rule, route, message, "write it without blanks, braces or a dot", at_key=True
        )
    return None


def wrong_values(values: Mapping[str, Any], rule: str, route: Route) -> Iterator[Finding]:
    """Find what is wrong with names and their values."""
    for name, value in values.items():
        if wrong := wrong_name(name, rule, (*route, name)):
            yield wrong
        if wrong := wrong_value(value, rule, (*route, name)):
            yield wrong


def wrong_value(value: object, rule: str, route: Route) -> Finding | None:
    """Say what is wrong with one value that is to be looked up."""
    if not is_scalar(value):
        return Finding(rule, route, f"{shown(value)} is not a value to look up", _PLAIN)
    if isinstance(value, str) and OPEN in value:
        message = f"{shown(value)} looks something up, and this is where values come from"
        return Finding(rule, route, message, "write the value itself")
    return None


def meant(word: str, words: list[str], otherwise: str) -> str:
    """Advise on a name: the one that was meant, or else all of them."""
    near = nearest(word, words)
    return f"did you mean '{near}'?" if near else otherwise


def known(words: list[str], what: str) -> str:
    """List what there is, as a hint."""
    told = ", ".join(words[:_MOST_LISTED]) + ", …" * (len(words) > _MOST_LISTED)
    return f"{what} {told}" if words else "there are no axes"


_MOST_LISTED: Final = 10


def closest(value: object, values: list[Any]) -> str:
    """Advise on a value that no axis has: the one that was meant, by its type or spelling."""
    texts = {str(one): one for one in values}
    near = str(value) if str(value) in texts else nearest(str(value), list(texts))
    if near is None:
        return f"write one of {', '.join(map(copied, values[:_MOST_LISTED]))}"
    one = texts[near]
    return f"write {copied(one)}" if str(one) == str(value) else f"did you mean {copied(one)}?"

"""What a fault rule may say beside its deed's name: a default, and which values are right."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Argument:
    """One key of a rule: what it is where nobody says, and what may be said, in words and deed."""

    default: Any
    right: str
    takes: Callable[[Any], bool]


def whole(default: int, least: int, most: int) -> Argument:
    """Take a whole number of a range."""
    right = f"a whole number from {least} to {most}"
    return Argument(default, right, lambda value: type(value) is int and least <= value <= most)


def count(default: int | None) -> Argument:
    """Take how often, or null."""
    right = "a whole number from 0, or null"
    return Argument(default, right, lambda value: value is None or _is_count(value))


def above_zero(default: float) -> Argument:
    """Take a number over 0."""
    return Argument(default, "a number over 0", lambda value: _is_number(value) and value > 0)


def share(default: float) -> Argument:
    """Take a part of all."""
    right = "a number over 0 and at most 1"
    return Argument(default, right, lambda value: _is_number(value) and 0 < value <= 1)


def seconds_or_none() -> Argument:
    """Take seconds, or nothing."""
    right = "a number of seconds from 0, or null"
    return Argument(
        None, right, lambda value: value is None or (_is_number(value) and 0 <= value <= DAYS)
    )


def text(default: str) -> Argument:
    """Take a text."""
    return Argument(default, "a text", lambda value: isinstance(value, str))


def text_or_number(default: str) -> Argument:
    """Take a text or a whole number, as codes come."""
    right = "a text or a whole number"
    return Argument(default, right, lambda value: type(value) in (str, int))


def yes_or_no(*, default: bool = False) -> Argument:
    """Take true or false."""
    return Argument(default, "true or false", lambda value: isinstance(value, bool))


def one_of(*choices: str | int) -> Argument:
    """Take one of these, by default the first."""
    right = f"one of {', '.join(map(str, choices))}"
    return Argument(
        choices[0], right, lambda value: type(value) is type(choices[0]) and value in choices
    )


def names(default: tuple[str, ...] = ()) -> Argument:
    """Take a list of texts."""
    return Argument(
        list(default),
        "a list of texts",
        lambda value: isinstance(value, list) and all(isinstance(name, str) for name in value),
    )


def fields(default: Mapping[str, Any]) -> Argument:
    """Take an object."""
    return Argument(dict(default), "an object", lambda value: isinstance(value, dict))


def headers() -> Argument:
    """Take headers that can be sent."""
    right = "an object of printable ASCII texts"
    return Argument(
        {}, right, lambda value: isinstance(value, dict) and all(map(_is_header, value.items()))
    )


def anything(default: Any) -> Argument:
    """Take any value of JSON."""
    return Argument(default, "anything", lambda _: True)


DAYS: Final = 30 * 86_400
"""Seconds; a Retry-After beyond is no number that a date can hold."""


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_header(pair: tuple[str, object]) -> bool:
    name, value = pair
    token = (
        name.isascii() and bool(name) and all(c.isalnum() or c in "!#$%&'*+-.^_`|~" for c in name)
    )
    return (
        token and isinstance(value, str) and value.isascii() and (not value or value.isprintable())
    )

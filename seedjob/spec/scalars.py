"""A plain scalar's text to what it means in YAML 1.2: null, a boolean, a number, or the text."""

import re
from dataclasses import dataclass
from math import isinf
from typing import Final

WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
LARGEST: Final = 2**53 - 1  # what RFC 8785, and so a manifest, can hold

_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
)
_ENDLESS: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_SURELY_SMALL: Final = 16
"""Digits: fewer than this many need no further look."""
_LONGEST_INTEGER: Final = 20
"""Digits: more than this many are too large, and `int` of 5,000 raises."""


@dataclass(frozen=True, slots=True)
class Trap:
    """A plain scalar that other tools would read as something else than text or a sane number."""

    rule: str
    cause: str


def read_numeric(text: str) -> str | int | float | Trap:
    """Read a plain scalar that starts like a number: a number, the text itself, or a trap."""
    if len(text) < _SURELY_SMALL and text.isascii() and text.isdigit():
        return int(text)
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _DECIMAL.fullmatch(text):
        return _decimal(text)
    if _DATE.fullmatch(text):
        return Trap("yaml-date", "reads as a date in many YAML tools")
    if _ENDLESS.fullmatch(text):
        return Trap("yaml-number", "is not a finite number, and JSON has no such value")
    return text


def _integer(text: str) -> int | Trap:
    digits = text.lstrip("+-0xo")
    number = int(text, _base(text)) if len(digits) <= _LONGEST_INTEGER else LARGEST + 1
    if abs(number) > LARGEST:
        return Trap("yaml-number", "is larger than JSON tools keep exactly")
    return number


def _base(text: str) -> int:
    return {"0o": 8, "0x": 16}.get(text[:2], 10)


def _decimal(text: str) -> float | Trap:
    number = float(text)
    return Trap("yaml-number", "is too large for a number") if isinf(number) else number

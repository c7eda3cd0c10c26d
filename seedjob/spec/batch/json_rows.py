"""The text of a file of JSON lines to its rows: a mapping a line, types as JSON has them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn

from seedjob.spec.batch.row import COLUMN_HINT, Row, Wrong
from seedjob.spec.batch.values import NAME, is_scalar
from seedjob.spec.written import shown

LARGEST_WHOLE: Final = 2**53 - 1


def read_json_lines(text: str) -> Iterator[Row | Wrong]:
    """Read a mapping a line; empty lines are none."""
    for found in re.finditer(r"[^\r\n]+", text):
        if not found.group().strip():
            continue
        try:
            yield Row(found.start(), _json_row(found.group(), found.start()))
        except Wrong as wrong:
            yield wrong


def _json_row(line: str, start: int) -> Mapping[str, Any]:
    whole = (start, start + len(line))
    try:
        row = json.loads(line, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        at = start + min(error.pos, len(line) - 1)
        raise Wrong(
            f"the line is no JSON: {error.msg}", "write one mapping a line", at, at + 1
        ) from None
    except (ValueError, RecursionError) as error:
        raise Wrong(f"the line is refused: {error}", "write plain values", *whole) from None
    if not isinstance(row, dict) or not row:
        hint = 'write one mapping a line: {"name": "fox", "look": "day"}'
        raise Wrong(f"{_kind(row)} is no row", hint, *whole)
    for name, value in row.items():
        if not re.search(NAME, name):
            raise Wrong(f"{shown(name)} is not the name of a column", COLUMN_HINT, *whole)
        if not (value is None or is_scalar(value) or name in _NESTED):
            message = f"{shown(value)} is no value of '{name}'"
            raise Wrong(message, "write a text, a number, true or false", *whole)
    return {name: value for name, value in row.items() if value is not None}


_NESTED: Final = ("tags", "content")
"""Fields that are more than one value."""


def _kind(row: object) -> str:
    return "an empty mapping" if row == {} else shown(row)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key comes twice")
    for value in made.values():
        if isinstance(value, int | float) and abs(value) > LARGEST_WHOLE:
            raise ValueError(f"{value} is over 2^53 - 1")
        if isinstance(value, str) and not value.isascii() and _HALVES.search(value):
            raise ValueError("it holds half a character")
    return made


_HALVES: Final = re.compile("[\ud800-\udfff]")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")

"""The text of a `.csv` or `.jsonl` file to its rows with their places, or to what is wrong.

A CSV file is as RFC 4180 has it, with a header: its values are texts. A line of JSON keeps types.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NoReturn

from seedjob.diagnostic import NOWHERE, Diagnostic, Place, Route
from seedjob.spec.batch.values import NAME, is_scalar
from seedjob.spec.characters import decode, forbidden
from seedjob.spec.document import Document, read
from seedjob.spec.places import line_bounds, line_of, place_between
from seedjob.spec.refusal import Refusal
from seedjob.spec.written import shown

RULE: Final = "rows"
SUFFIXES: Final = (".csv", ".jsonl")
MOST_FAULTS: Final = 20
"""Faults of one file of rows that are told: what comes after them is often their echo."""
LARGEST_WHOLE: Final = 2**53 - 1

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it starts in its text, and its values by column; `spans` only of CSV."""

    start: int
    values: Mapping[str, Any]
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file, which is named by its path from the project's root."""

    file: str
    text: str
    rows: tuple[Row, ...]

    @property
    def is_text(self) -> bool:
        """Tell whether every value is a text, as in CSV."""
        return self.file.endswith(".csv")

    @property
    def columns(self) -> list[str]:
        """List every column that some row has a value in."""
        return list(dict.fromkeys(name for row in self.rows for name in row.values))

    def place(self, at: int, route: Route = ()) -> Place:
        """Find where a row stands, or the value at a route in it."""
        row = self.rows[at]
        start, end = line_bounds(self.text, row.start)
        if route and str(route[0]) in row.spans:
            return place_between(self.text, *row.spans[str(route[0])])
        if not route or row.spans:
            return place_between(self.text, row.start, max(end, row.start))
        found = read(self.text[start:end])  # JSON is YAML, and of YAML every place is known
        place = found.place(route) if isinstance(found, Document) else NOWHERE
        return _moved(place, line_of(self.text, start) - 1)


class _Wrong(Exception):  # noqa: N818 - it ends the reading of one row
    """What is wrong, what to write, and where."""

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message, hint, start, end)
        self.said = (message, hint)
        self.span = (start, end)


def read_rows(file: str, source: bytes, most: int) -> Sheet | tuple[Diagnostic, ...]:
    """Read the rows of a file, at most one more than `most`."""
    text = decode(source)
    if isinstance(text, Refusal):
        return (Diagnostic(file, text.place, RULE, text.message, text.hint),)
    if unfit := forbidden(text):
        return tuple(map(partial(_unfit, file), unfit))
    rows: list[Row] = []
    faults: list[Diagnostic] = []
    for one in _csv(text) if file.endswith(".csv") else _json_lines(text):
        if isinstance(one, _Wrong):
            faults.append(Diagnostic(file, place_between(text, *one.span), RULE, *one.said))
        else:
            rows.append(one)
        if len(rows) > most or len(faults) == MOST_FAULTS:
            break
    if not rows and not faults:
        return (Diagnostic(file, NOWHERE, RULE, "the file has no row", "write one or more"),)
    return tuple(faults) or Sheet(file, text, tuple(rows))


def _unfit(file: str, one: Refusal) -> Diagnostic:
    what = one.message.partition(",")[0]
    return Diagnostic(file, one.place, RULE, f"{what}, and stands in no value", "remove it")


_FIELD: Final = re.compile(
    r'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<bare>[^",\r\n]*+))(?P<end>,|\r\n|\n|\r|(?![\s\S]))'
)


_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


def _csv(text: str) -> Iterator[Row | _Wrong]:
    header: list[tuple[str, Span]] | None = None
    try:
        for start, record in _records(text):
            if header is None:
                header = record
                faults = list(_header_faults(header))
                yield from faults
                if faults:
                    return
            elif len(record) != len(header):
                yield _uneven(record, len(header), start)
            else:
                names = [name.strip() for name, _ in header]
                cells = dict(zip(names, record, strict=True))
                yield Row(
                    start,
                    {name: value for name, (value, _) in cells.items()},
                    {name: span for name, (_, span) in cells.items()},
                )
    except _Wrong as wrong:
        yield wrong


def _records(text: str) -> Iterator[tuple[int, list[tuple[str, Span]]]]:
    """Cut a text into records of fields, each with where it stands; empty lines are none."""
    at = 0
    while at < len(text):
        start, record, more = at, list[tuple[str, Span]](), True
        while more:
            found = _FIELD.match(text, at)
            if found is None:
                _refuse_quotes(text, at)
            quoted = found["quoted"]
            value = found["bare"] if quoted is None else quoted.replace('""', '"')
            record.append((value, (found.start(), found.start("end"))))
            at, more = found.end(), found["end"] == ","
        if len(record) > 1 or record[0][1][0] < record[0][1][1]:
            yield start, record


def _refuse_quotes(text: str, at: int) -> NoReturn:
    closed = _QUOTED.match(text, at)
    if closed is None and text.startswith('"', at):
        raise _Wrong("a quote is opened here and never closed", "close it", at, at + 1)
    quote = closed.end() - 1 if closed else text.index('"', at)
    hint = 'put the whole value in quotes, and write each quote in it twice: "a ""fox"""'
    raise _Wrong("a quote stands inside of a value", hint, quote, quote + 1)


_HEADER_HINT: Final = "write a first line with the name of each column, without blanks or dots"


def _header_faults(header: list[tuple[str, Span]]) -> Iterator[_Wrong]:
    names: dict[str, Span] = {}
    for written, span in header:
        name = written.strip()
        if len(header) == 1 and (";" in name or "\t" in name):
            yield _Wrong(f"{shown(name)} is one column", "part columns by commas", *span)
        elif not re.search(NAME, name):
            yield _Wrong(f"{shown(name)} is not the name of a column", _HEADER_HINT, *span)
        elif name in names:
            yield _Wrong(f"two columns are named '{name}'", "give one of them another name", *span)
        names[name] = span


def _uneven(record: list[tuple[str, Span]], count: int, start: int) -> _Wrong:
    message = (
        f"the row has {_several(len(record), 'value')}, the header {_several(count, 'column')}"
    )
    hint = (
        "write a value with a comma in it in quotes"
        if len(record) > count
        else ("leave a value empty, but write its comma")
    )
    span = record[count][1] if len(record) > count else (start, record[-1][1][1])
    return _Wrong(message, hint, *span)


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _json_lines(text: str) -> Iterator[Row | _Wrong]:
    for found in re.finditer(r"[^\r\n]+", text):
        if not found.group().strip():
            continue
        try:
            yield Row(found.start(), _json_row(found.group(), found.start()))
        except _Wrong as wrong:
            yield wrong


def _json_row(line: str, start: int) -> Mapping[str, Any]:
    whole = (start, start + len(line))
    try:
        row = json.loads(line, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        at = start + min(error.pos, len(line) - 1)
        raise _Wrong(
            f"the line is no JSON: {error.msg}", "write one mapping a line", at, at + 1
        ) from None
    except (ValueError, RecursionError) as error:
        raise _Wrong(f"the line is refused: {error}", "write plain values", *whole) from None
    if not isinstance(row, dict) or not row:
        hint = 'write one mapping a line: {"name": "fox", "look": "day"}'
        raise _Wrong(f"{_kind(row)} is no row", hint, *whole)
    for name, value in row.items():
        if not re.search(NAME, name):
            raise _Wrong(f"{shown(name)} is not the name of a column", _HEADER_HINT, *whole)
        if not (value is None or is_scalar(value) or name in _NESTED):
            message = f"{shown(value)} is no value of '{name}'"
            raise _Wrong(message, "write a text, a number, true or false", *whole)
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


def _moved(place: Place, lines: int) -> Place:
    return Place(place.line + lines, place.column, place.end_line + lines, place.end_column)

"""The text of a CSV file to its rows: RFC 4180, with a header."""

import re
from collections.abc import Iterator
from typing import Final, NoReturn

from seedjob.spec.batch.row import COLUMN_HINT, Row, Span, Wrong
from seedjob.spec.batch.values import NAME
from seedjob.spec.written import shown

_FIELD: Final = re.compile(
    r'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<bare>[^",\r\n]*+))(?P<end>,|\r\n|\n|\r|(?![\s\S]))'
)


_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


def read_csv(text: str) -> Iterator[Row | Wrong]:
    """Read CSV as RFC 4180 has it: after a fault of quotes or of the header nothing more."""
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
    except Wrong as wrong:
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
        raise Wrong("a quote is opened here and never closed", "close it", at, at + 1)
    quote = closed.end() - 1 if closed else text.index('"', at)
    hint = 'put the whole value in quotes, and write each quote in it twice: "a ""fox"""'
    raise Wrong("a quote stands inside of a value", hint, quote, quote + 1)


def _header_faults(header: list[tuple[str, Span]]) -> Iterator[Wrong]:
    names: dict[str, Span] = {}
    for written, span in header:
        name = written.strip()
        if len(header) == 1 and (";" in name or "\t" in name):
            yield Wrong(f"{shown(name)} is one column", "part columns by commas", *span)
        elif not re.search(NAME, name):
            yield Wrong(f"{shown(name)} is not the name of a column", COLUMN_HINT, *span)
        elif name in names:
            yield Wrong(f"two columns are named '{name}'", "give one of them another name", *span)
        names[name] = span


def _uneven(record: list[tuple[str, Span]], count: int, start: int) -> Wrong:
    message = (
        f"the row has {_several(len(record), 'value')}, the header {_several(count, 'column')}"
    )
    hint = (
        "write a value with a comma in it in quotes"
        if len(record) > count
        else ("leave a value empty, but write its comma")
    )
    span = record[count][1] if len(record) > count else (start, record[-1][1][1])
    return Wrong(message, hint, *span)


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"

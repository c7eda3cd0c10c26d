"""The text of a `.csv` or `.jsonl` file to its rows with their places, or to what is wrong.

A CSV file is as RFC 4180 has it, with a header: its values are texts. A line of JSON keeps types.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from seedjob.diagnostic import NOWHERE, Diagnostic, Place, Route
from seedjob.spec.batch.csv_rows import read_csv
from seedjob.spec.batch.json_rows import read_json_lines
from seedjob.spec.batch.row import Row, Wrong
from seedjob.spec.characters import decode, forbidden
from seedjob.spec.document import Document, read
from seedjob.spec.places import line_bounds, line_of, place_between
from seedjob.spec.refusal import Refusal

RULE: Final = "rows"
MOST_FAULTS: Final = 20
"""Faults of one file of rows that are told: what comes after them is often their echo."""


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


def read_rows(file: str, source: bytes, most: int) -> Sheet | tuple[Diagnostic, ...]:
    """Read the rows of a file, at most one more than `most`."""
    text = decode(source)
    if isinstance(text, Refusal):
        return (Diagnostic(file, text.place, RULE, text.message, text.hint),)
    if unfit := forbidden(text):
        return tuple(map(partial(_unfit, file), unfit))
    rows: list[Row] = []
    faults: list[Diagnostic] = []
    for one in read_csv(text) if file.endswith(".csv") else read_json_lines(text):
        if isinstance(one, Wrong):
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


def _moved(place: Place, lines: int) -> Place:
    return Place(place.line + lines, place.column, place.end_line + lines, place.end_column)

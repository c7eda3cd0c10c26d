"""One row of a file of rows, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Span = tuple[int, int]

COLUMN_HINT: Final = "write a first line with the name of each column, without blanks or dots"
"""What to write where a column has no name that can be looked up."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it starts in its text, and its values by column; `spans` only of CSV."""

    start: int
    values: Mapping[str, Any]
    spans: Mapping[str, Span] = field(default_factory=dict)


class Wrong(Exception):  # noqa: N818 - it ends the reading of one row
    """What is wrong, what to write, and where."""

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message, hint, start, end)
        self.said = (message, hint)
        self.span = (start, end)

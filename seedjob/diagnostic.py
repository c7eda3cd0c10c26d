"""What is wrong with a spec: a finding knows its route, a diagnostic also its place in a file."""

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "notice"]
Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a text file; lines and columns count from 1 in characters, the end is open."""

    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE: Final = Place(1, 1, 1, 1)
"""The start of a file, for what is wrong with it and stands on no line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a document, by its route.

    `at_key` points at the key, not at its value; `within` at such a stretch of the value alone.
    """

    rule: str
    route: Route
    message: str
    hint: str | None = None
    at_key: bool = False
    related: tuple[tuple[Route, str], ...] = ()
    severity: Severity = "error"
    within: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that takes part in a fault, with what stands there.

    It is in the diagnostic's own file, or in `file`.
    """

    place: Place
    message: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault at its place in `file`, a path as people typed it or relative to the project."""

    file: str
    place: Place
    rule: str
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity = "error"

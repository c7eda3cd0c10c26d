"""A template to its variants, counted before they are made, or to why there are none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from posixpath import dirname, join, normpath
from typing import Final

from seedjob.diagnostic import Diagnostic, Finding, Route
from seedjob.project import ROWS
from seedjob.spec.batch import matrix_faults
from seedjob.spec.batch.keys import FOREACH, MATRIX
from seedjob.spec.batch.matrix import Cell, Matrix, cells
from seedjob.spec.batch.naming import ORDER
from seedjob.spec.batch.resolved import Variant
from seedjob.spec.batch.rows import Sheet, read_rows
from seedjob.spec.batch.template import Template, count, is_there
from seedjob.spec.text import PATTERNS
from seedjob.spec.written import shown

ReadRows = Callable[[str], bytes | tuple[str, str]]
"""A path as the spec writes it to what the file holds, or to what is wrong and what to do."""

MOST_JOBS: Final = 500
"""Jobs of one file."""

MOST_VALUES: Final = 300_000
"""Values in all jobs of one file: 500 jobs of 30 items each stay below."""

SIZE: Final = matrix_faults.SIZE
_SPLIT: Final = "write several files"


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a template becomes: its variants, the names that it can look up, and what is wrong.

    `diagnostics` are about the file of rows. Without variants nothing else of the job is known.
    """

    template: Template
    variants: tuple[Variant, ...]
    names: Mapping[str, list[str]]
    findings: tuple[Finding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> int:
        """Count the values in all jobs, about."""
        return len(self.variants) * self.template.size

    @property
    def varies(self) -> bool:
        """Tell whether the template is more than one job, were there more cells or rows."""
        return is_there(self.template.matrix) or is_there(self.template.foreach)


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a file of rows gives no rows, and its text where it was read."""

    findings: tuple[Finding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """How many jobs a file may still make, and how many values may be in them."""

    jobs: int = MOST_JOBS
    values: int = MOST_VALUES

    def without(self, made: Expansion) -> "Room":
        """Give what is left after a template was expanded."""
        return Room(self.jobs - len(made.variants), self.values - made.values)


def expand_template(template: Template, file: str, rows: ReadRows, room: Room) -> Expansion:
    """Find the variants of a template of the spec `file`, where there is `room` for them."""
    matrix, sheet = _matrix(template), _sheet(template, file, rows)
    blank = Expansion(template, (), _names(template, matrix, sheet))
    if isinstance(matrix, tuple) or isinstance(sheet, _Refused):
        found = matrix if isinstance(matrix, tuple) else ()
        no = sheet if isinstance(sheet, _Refused) else _Refused()
        findings = (*found, *no.findings)
        return replace(blank, findings=findings, diagnostics=no.diagnostics, texts=no.texts)
    texts = {sheet.file: sheet.text} if sheet else {}
    wrong = tuple(_clashes(template, matrix, sheet))
    variants = _variants(template, matrix, sheet, room) if not wrong else ()
    if isinstance(variants, Finding):
        wrong, variants = (variants,), ()
    return replace(blank, variants=variants, findings=wrong, texts=texts)


def _names(
    template: Template,
    matrix: Matrix | tuple[Finding, ...] | None,
    sheet: Sheet | _Refused | None,
) -> Mapping[str, list[str]]:
    """List what can be looked up, as far as it is known."""
    names = {"job": ["name"]}
    if template.knows_variables:
        names["vars"] = list(template.variables)
    if not isinstance(matrix, tuple):
        names["matrix"] = matrix.names if matrix else []
    if not isinstance(sheet, _Refused):
        names["row"] = sheet.columns if sheet else []
    return names


def _matrix(template: Template) -> Matrix | tuple[Finding, ...] | None:
    if not is_there(template.matrix):
        return None
    return matrix_faults.read(template.matrix, (*template.route, MATRIX))


def _sheet(template: Template, file: str, rows: ReadRows) -> Sheet | _Refused | None:
    path, route = template.foreach, (*template.route, FOREACH)
    if not is_there(path):
        return None
    if not isinstance(path, str) or not PATTERNS["path"].search(path):
        hint = "write a path relative to the spec, with forward slashes: rows.csv"
        return _Refused((Finding(FOREACH, route, f"{shown(path)} is not a file of rows", hint),))
    if not path.endswith(ROWS):
        hint = "name one that ends in .csv or .jsonl"
        return _Refused((Finding(FOREACH, route, f"{shown(path)} is not a file of rows", hint),))
    found = rows(path)
    if isinstance(found, tuple):
        message, hint = found
        return _Refused((Finding(FOREACH, route, f"{shown(path)} {message}", hint),))
    place = normpath(join(dirname(file), path))
    read = read_rows(place, found, MOST_JOBS)
    if isinstance(read, Sheet):
        return read
    return _Refused((), read, {place: found.decode("utf-8", "replace")})


def _clashes(template: Template, matrix: Matrix | None, sheet: Sheet | None) -> Iterator[Finding]:
    """Find fields that are set twice, where one of the two would never be heard."""
    columns = sheet.columns if sheet else []
    for name in matrix.axes if matrix else ():
        route: Route = (*template.route, MATRIX, name)
        if (
            name in ORDER
            and template.origin((name,)) == (*template.route, name)
            and name in template.fields
        ):
            message = f"'{name}' is an axis, and stands in the job too"
            related = ((template.origin((name,)), f"{name} is here"),)
            hint = "take one of them out"
            yield Finding("conflicting-keys", route, message, hint, at_key=True, related=related)
        elif name in ORDER and name in columns:
            message = f"'{name}' is an axis, and a column of {template.foreach} too"
            yield Finding("conflicting-keys", route, message, "take one of them out", at_key=True)


def _variants(
    template: Template, matrix: Matrix | None, sheet: Sheet | None, room: Room
) -> tuple[Variant, ...] | Finding:
    rows = len(sheet.rows) if sheet else 1
    made = cells(matrix) if matrix else [Cell(template.route)]
    if not made:
        assert matrix is not None
        message = "exclude takes out every cell of the matrix"
        route = (*matrix.route, "exclude")
        return Finding("matrix-exclude", route, message, "leave one", at_key=True)
    total = len(made) * rows
    if total > room.jobs:
        return _too_many(template, total, room.jobs)
    widest = max((count(dict(row.values)) for row in sheet.rows), default=0) if sheet else 0
    values = total * (template.size + widest)
    if values > room.values:
        there = values + MOST_VALUES - room.values
        message = f"with this the jobs hold {there:,} values, where {MOST_VALUES:,} are the most"
        return Finding(SIZE, template.route, message, _SPLIT)
    if sheet is None:
        return tuple(Variant(cell) for cell in made)
    return tuple(Variant(cell, sheet, at) for at, cell in product(range(rows), made))


def _too_many(template: Template, total: int, room: int) -> Finding:
    route, at_key = template.route, False
    for key, value in ((FOREACH, template.foreach), (MATRIX, template.matrix)):
        if is_there(value):
            route, at_key = (*template.route, key), True
    there = f"{total + MOST_JOBS - room:,}"
    if is_there(template.foreach) and total > MOST_JOBS:
        there = f"more than {MOST_JOBS}" if not is_there(template.matrix) else there
    message = f"with this the file has {there} jobs, where {MOST_JOBS} are the most"
    return Finding(SIZE, route, message, _SPLIT, at_key=at_key)

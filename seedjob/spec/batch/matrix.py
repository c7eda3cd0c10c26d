"""A sound `matrix` to its cells, as GitHub Actions makes them.

`exclude` takes out the cells that have all of its values. `include` adds values to the cells that
agree with it on every axis that it names, changing no axis; where there is none it is a cell alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any, Final

from seedjob.diagnostic import Route

EXCLUDE: Final = "exclude"
INCLUDE: Final = "include"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its values, where each of them stands, and by which of them it is named.

    `route` is where the cell as a whole stands: the matrix, or its own entry of `include`.
    """

    route: Route = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    named_by: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sound matrix at its route in the document, not yet multiplied out."""

    route: Route
    axes: Mapping[str, Sequence[Any]]
    exclude: Sequence[Mapping[str, Any]] = ()
    include: Sequence[Mapping[str, Any]] = ()

    @property
    def names(self) -> list[str]:
        """List every name that some cell has a value for."""
        return list(dict.fromkeys([*self.axes, *(name for one in self.include for name in one)]))

    @property
    def count(self) -> int:
        """Count the cells before `exclude`, without making any."""
        return prod(map(len, self.axes.values())) if self.axes else 0


def cells(matrix: Matrix) -> list[Cell]:
    """Make the cells: those of the axes in their order, then those that `include` adds."""
    excluded, included = _Index(matrix.exclude, matrix.axes), _Index(matrix.include, matrix.axes)
    kept = [cell for cell in _multiplied(matrix) if not excluded.meets(cell)]
    extending = {at for cell in kept for at in included.of(cell)}
    added = (at for at in range(len(matrix.include)) if at not in extending)
    return [*(_extended(cell, included.of(cell), matrix) for cell in kept)] + [
        _added(matrix, at) for at in added
    ]


class _Index:
    """Finds the entries that agree with a cell on every axis that they name."""

    def __init__(self, entries: Iterable[Mapping[str, Any]], axes: Iterable[str]) -> None:
        self._found: dict[tuple[str, ...], dict[tuple[object, ...], list[int]]] = {}
        names = tuple(axes)
        for at, entry in enumerate(entries):
            named = tuple(name for name in names if name in entry)
            self._found.setdefault(named, {}).setdefault(_key(entry, named), []).append(at)

    def meets(self, cell: Cell) -> bool:
        """Tell whether there is one."""
        return any(_key(cell.values, named) in found for named, found in self._found.items())

    def of(self, cell: Cell) -> list[int]:
        """List them by their numbers, in their order."""
        return sorted(
            at
            for named, found in self._found.items()
            for at in found.get(_key(cell.values, named), ())
        )


def _key(values: Mapping[str, Any], names: tuple[str, ...]) -> tuple[object, ...]:
    """Tell values apart as people do: 5 is neither "5" nor true."""
    return tuple((type(values[name]), values[name]) for name in names)


def _multiplied(matrix: Matrix) -> Iterator[Cell]:
    names = list(matrix.axes)
    for places in product(*(range(len(matrix.axes[name])) for name in names)) if names else ():
        at = dict(zip(names, places, strict=True))
        values = {name: matrix.axes[name][at[name]] for name in names}
        routes: dict[str, Route] = {name: (*matrix.route, name, at[name]) for name in names}
        yield Cell(matrix.route, values, routes, values)


def _extended(cell: Cell, entries: Iterable[int], matrix: Matrix) -> Cell:
    """Add to a cell what `include` has for it; of two entries the later one counts."""
    values, routes = dict(cell.values), dict(cell.routes)
    for at in entries:
        entry = matrix.include[at]
        new = [name for name in entry if name not in cell.named_by]
        values |= {name: entry[name] for name in new}
        routes |= {name: (*matrix.route, INCLUDE, at, name) for name in new}
    return Cell(cell.route, values, routes, cell.named_by)


def _added(matrix: Matrix, at: int) -> Cell:
    entry, route = matrix.include[at], (*matrix.route, INCLUDE, at)
    return Cell(route, entry, {name: (*route, name) for name in entry}, entry)

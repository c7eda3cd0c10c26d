"""A template, a cell and a row to a job's plain data, which knows where each value came from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from seedjob.diagnostic import Route
from seedjob.spec.batch.matrix import Cell
from seedjob.spec.batch.naming import MOST_BYTES, ORDER, cell_part, fitting, row_part, size, slug
from seedjob.spec.batch.rows import Sheet
from seedjob.spec.batch.template import Site, Template
from seedjob.spec.batch.values import same
from seedjob.spec.lookup import Lookup, Scope, fill

ROW_FIELDS: Final = (*ORDER, "description", "tags", "content")
"""Fields of a job that a column of their name sets."""

ROW_NAMES: Final = ("name", "id")
"""Columns that name their row: the first of them that there is."""

_WHOLE: Final = re.compile(r"\s*-?[0-9]{1,6}\s*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: at a route of the spec, or of a row in a file of rows."""

    route: Route = ()
    sheet: Sheet | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """What varies a template: one cell, and one row where there are rows."""

    cell: Cell
    sheet: Sheet | None = None
    row: int = 0

    @property
    def values(self) -> Mapping[str, Any]:
        """Give the row's values by column."""
        return self.sheet.rows[self.row].values if self.sheet else {}

    @property
    def spot(self) -> Spot:
        """Tell where this variant stands: its row, or else its cell."""
        return Spot((), self.sheet, self.row) if self.sheet else Spot(self.cell.route)

    def source(self, lookup: Lookup, template: Template) -> Spot | None:
        """Tell where the value of a lookup stands."""
        match lookup.scope:
            case "matrix" if lookup.name in self.cell.routes:
                return Spot(self.cell.routes[lookup.name])
            case "vars" if lookup.name in template.origins_of_variables:
                return Spot(template.origins_of_variables[lookup.name])
            case "row" if lookup.name in self.values:
                return Spot((lookup.name,), self.sheet, self.row)
            case _:
                return None

    def moved(self, key: object) -> Spot | None:
        """Tell where the value of a job's field stands that an axis or a column sets."""
        if key in ORDER and key in self.cell.routes:
            return Spot(self.cell.routes[str(key)])
        if key in ROW_FIELDS and is_filled(self.values.get(str(key), "")):
            return Spot((str(key),), self.sheet, self.row)
        return None


@dataclass(frozen=True, slots=True)
class Resolved:
    """One job of a spec: its whole name, its plain data, and what of it nobody can tell.

    At the routes in `broken` stands something else than was meant, which is told already; in a
    job that is `partial` anything may be missing, as nobody can tell what would vary it.
    """

    name: str
    template: Template
    variant: Variant
    scope: Scope
    data: Mapping[str, Any]
    broken: frozenset[Route] = frozenset()
    partial: bool = False

    def spot(self, route: Route) -> Spot:
        """Tell where the value at a route of the job stands."""
        moved = self.variant.moved(route[0]) if route else None
        if moved is not None:
            return Spot((*moved.route, *route[1:]), moved.sheet, moved.row)
        return Spot(self.template.origin(route))

    def apart(self, other: "Resolved") -> Spot:
        """Tell where this job stands, and within one matrix by which value it is another one."""
        if any(one.route == ("name",) for one in self.template.sites):
            return Spot(self.template.origin(("name",)))
        own, theirs = self.variant.cell, other.variant.cell
        if self.variant.sheet or self.template is not other.template or own.route != theirs.route:
            return self.variant.spot
        names = [name for name in own.named_by if not same(own.values[name], theirs.values[name])]
        return Spot(own.routes[names[0]]) if names else self.variant.spot

    def source(self, route: Route) -> Spot | None:
        """Tell where the value stands that is looked up at a route, and is all that is there."""
        if not route or self.variant.moved(route[0]) is not None:
            return None
        for site in self.template.sites:
            if site.route == route and site.lookup:
                return self.variant.source(site.lookup, self.template)
        return None


def is_filled(value: object) -> bool:
    """Tell a value from an empty column, which leaves a field as the job has it."""
    return value not in ("", None)


def filled(
    template: Template, variant: Variant, scope: Scope, sites: Iterable[Site]
) -> dict[str, Any]:
    """Give a job's data, with what `sites` look up, and with the fields that a variant sets.

    What holds no lookup is shared with the template, not copied.
    """
    made = dict(template.fields)
    copies: dict[Route, Any] = {(): made}
    for site in sites:
        if site.route != ("name",):
            value = fill(site.pieces, scope)
            _put(
                copies, site.route, _typed(value, site) if _is_text_of_row(site, variant) else value
            )
    made.pop("name", None) if any(site.route == ("name",) for site in template.sites) else None
    made |= dict(_columns(variant))
    made |= {key: variant.cell.values[key] for key in ORDER if key in variant.cell.values}
    return made


def name_of(base: str, variant: Variant, *, alone: bool) -> str:
    """Name a job by its template's name, and unless it is `alone` by its cell and its row."""
    if alone:
        return base
    cell, parts = variant.cell.named_by, []
    if variant.sheet:
        parts.append(_row_name(variant.values))
    if cell:
        parts.append(cell_part(cell))
    text = fitting("-".join(parts), [variant.values, dict(cell)], MOST_BYTES - size(base) - 1)
    return f"{base}.{text}"


def _row_name(values: Mapping[str, Any]) -> str:
    given = next((values[key] for key in ROW_NAMES if is_filled(values.get(key))), None)
    return row_part(values) if given is None else slug(given)


def _columns(variant: Variant) -> Iterator[tuple[str, Any]]:
    texts = variant.sheet is not None and variant.sheet.is_text
    for key in ROW_FIELDS:
        value = variant.values.get(key, "")
        if is_filled(value):
            yield key, _read(key, value) if texts else value


def _read(key: str, text: str) -> Any:
    """Read a column of a CSV file as what its field takes."""
    if key == "duration" and _WHOLE.fullmatch(text):
        return int(text)
    if key == "tags":
        return [part.strip() for part in re.split("[,;]", text) if part.strip()]
    return text


def _is_text_of_row(site: Site, variant: Variant) -> bool:
    texts = variant.sheet is not None and variant.sheet.is_text
    return texts and site.lookup is not None and site.lookup.scope == "row"


def _typed(value: Any, site: Site) -> Any:
    return _read("duration", value) if site.route == ("duration",) else value


def _put(copies: dict[Route, Any], route: Route, value: Any) -> None:
    """Put a value in place, in copies of what holds it."""
    holder = copies[()]
    for end in range(1, len(route)):
        here = route[:end]
        if here not in copies:
            inner = holder[route[end - 1]]
            copies[here] = holder[route[end - 1]] = inner.copy()
        holder = copies[here]
    holder[route[-1]] = value

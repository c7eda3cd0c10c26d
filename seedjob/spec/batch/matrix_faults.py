"""What stands at `matrix` to a sound matrix, or to all that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.matrix import EXCLUDE, INCLUDE, Matrix
from seedjob.spec.batch.naming import clash, slug
from seedjob.spec.batch.values import (
    closest,
    known,
    meant,
    same,
    wrong_name,
    wrong_value,
    wrong_values,
)
from seedjob.spec.written import copied, shown

RULE: Final = "matrix"
SIZE: Final = "batch-size"

MOST_CELLS: Final = 1_000
"""Cells that are made before `exclude` takes some out."""

MOST_ENTRIES: Final = 500
"""Entries of `exclude` or of `include`."""

_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,5})")
_EXAMPLE: Final = 'write axes, each a list: {ratio: ["16:9", "9:16"], look: [day, night]}'


def read(data: Any, route: Route) -> Matrix | tuple[Finding, ...]:
    """Read what stands at `route` as a matrix, or tell all that is wrong with it."""
    if not isinstance(data, dict):
        return (Finding(RULE, route, f"{shown(data)} is not a matrix", _EXAMPLE),)
    if not data:
        return (Finding(RULE, route, "the matrix has no axis", _EXAMPLE, at_key=True),)
    axes = {name: data[name] for name in data if name not in {EXCLUDE, INCLUDE}}
    found = [one for name in axes for one in _axis(name, axes[name], route)]
    for key in (EXCLUDE, INCLUDE):
        found += _entries(data, key, route)
    if found:
        return tuple(found)
    matrix = Matrix(route, axes, data.get(EXCLUDE, ()), data.get(INCLUDE, ()))
    return tuple(_unfit(matrix)) or matrix


def _axis(name: str, values: Any, route: Route) -> Iterator[Finding]:
    here = (*route, name)
    if wrong := wrong_name(name, RULE, here):
        yield wrong
    elif not isinstance(values, list):
        hint = f"write a list: {name}: [{_listed(values)}]"
        yield Finding(RULE, here, f"{shown(values)} is not the values of an axis", hint)
    elif not values:
        yield Finding(RULE, here, f"the axis '{name}' has no value", "write one or more into it")
    else:
        wrong_ones = [wrong_value(value, RULE, (*here, at)) for at, value in enumerate(values)]
        yield from filter(None, wrong_ones)
        if not any(wrong_ones):
            yield from _alike(name, values, here)


def _listed(values: object) -> str:
    """Write what stands for a list as the values of one: a text is cut at its commas."""
    if not (isinstance(values, str) and "," in values and copied(values) != "…"):
        return copied(values)
    parts = [part.strip() for part in values.split(",") if part.strip()] or [values]
    numbers = all(_WHOLE.fullmatch(part) for part in parts)
    return ", ".join(parts if numbers else map(copied, parts))


def _alike(name: str, values: list[Any], route: Route) -> Iterator[Finding]:
    """Find values of an axis that would give two cells one name."""
    first: dict[str, int] = {}
    for at, value in enumerate(values):
        before = first.setdefault(clash(slug(value)), at)
        if before != at:
            message = f"{shown(value)} names its cells like {shown(values[before])} of '{name}'"
            related = (((*route, before), f"{shown(values[before])} is here"),)
            yield Finding(
                "job-name-taken", (*route, at), message, "change or remove one", related=related
            )


def _entries(data: Mapping[str, Any], key: str, route: Route) -> Iterator[Finding]:
    rule, here = f"matrix-{key}", (*route, key)
    if key not in data:
        return
    entries = data[key]
    if not isinstance(entries, list):
        hint = f'write a list: {key}: [{{ratio: "16:9", look: day}}]'
        yield Finding(rule, here, f"{shown(entries)} is not a list of cells", hint)
        return
    if len(entries) > MOST_ENTRIES:
        message = f"{len(entries):,} entries of {key}, where {MOST_ENTRIES} are the most"
        yield Finding(SIZE, here, message, "write several matrices", at_key=True)
        return
    for at, entry in enumerate(entries):
        if not isinstance(entry, dict) or not entry:
            hint = "write some of its values: {look: day}"
            yield Finding(rule, (*here, at), f"{_kind(entry)} is not a cell", hint)
        else:
            yield from wrong_values(entry, rule, (*here, at))


def _kind(entry: object) -> str:
    return "an empty mapping" if entry == {} else shown(entry)


def _unfit(matrix: Matrix) -> Iterator[Finding]:
    """Find what would be too much, and what `exclude` names that there is not."""
    if matrix.count > MOST_CELLS:
        message = f"a matrix of {matrix.count:,} cells, where {MOST_CELLS:,} are the most"
        yield Finding(SIZE, matrix.route, message, "write several jobs", at_key=True)
        return
    if not matrix.axes and not matrix.include:
        yield Finding(RULE, matrix.route, "the matrix has no axis", _EXAMPLE, at_key=True)
        return
    for at, entry in enumerate(matrix.exclude):
        yield from _unmet(matrix, entry, (*matrix.route, EXCLUDE, at))


def _unmet(matrix: Matrix, entry: Mapping[str, Any], route: Route) -> Iterator[Finding]:
    for name, value in entry.items():
        if name not in matrix.axes:
            axes = list(matrix.axes)
            hint = meant(name, axes, known(axes, "axes are"))
            message = f"{shown(name)} is no axis of the matrix"
            yield Finding("matrix-exclude", (*route, name), message, hint, at_key=True)
        elif not any(same(value, one) for one in matrix.axes[name]):
            message = f"{_typed(value)} is no value of the axis '{name}'"
            hint = closest(value, list(matrix.axes[name]))
            yield Finding("matrix-exclude", (*route, name), message, hint)


def _typed(value: object) -> str:
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)

"""What varies the jobs of a document to what of it no job takes: nothing looks it up.

An axis that nothing looks up makes several takes of one prompt, on purpose or not; what is named in
`vars`, in a column or beside the axes in `include` is then without any use.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.keys import FOREACH, JOBS, MATRIX, VARS
from seedjob.spec.batch.likeness import like_field, meant_field
from seedjob.spec.batch.matrix import INCLUDE
from seedjob.spec.batch.resolved import ROW_FIELDS, ROW_NAMES
from seedjob.spec.batch.uses import Uses
from seedjob.spec.batch.values import FIELDS, wrong_values
from seedjob.spec.written import nearest, shown

_AXIS: Final = "unused-axis"
_NAME: Final = "axis-name"
_COLUMN: Final = "unused-column"
_VALUE: Final = "unused-value"
_MOST_LISTED: Final = 10


def unused(data: Mapping[str, Any], uses: Sequence[Uses]) -> Iterator[Finding]:
    """Find axes, columns and variables that no template looks up, and that set no field."""
    for one in uses:
        if one.expansion.variants:
            yield from _of_matrix(one)
            yield from _of_rows(one)
    yield from _of_variables(data, uses)


def _of_matrix(uses: Uses) -> Iterator[Finding]:
    template, variants = uses.expansion.template, uses.expansion.variants
    naming = {name for one in variants for name in one.cell.named_by}
    for name in uses.expansion.names.get("matrix", ()):
        if not _decides(uses, name):
            route = (*template.route, MATRIX, *_way(template.matrix, name))
            values = [one.cell.values[name] for one in variants if name in one.cell.values]
            idle = _idle_axis if name in naming else _idle_addition
            yield idle(name, values, route)


def _decides(uses: Uses, name: str) -> bool:
    """Tell whether a name of the matrix is taken, or an entry of `include` gives by it what is."""
    if _is_taken(uses, name):
        return True
    entries = uses.expansion.template.matrix.get(INCLUDE, ())
    axes = uses.expansion.template.matrix.keys()
    return name in axes and any(
        other not in axes and _is_taken(uses, other)
        for entry in entries
        if name in entry
        for other in entry
    )


def _is_taken(uses: Uses, name: str) -> bool:
    return name in FIELDS or uses.takes("matrix", name)


def _way(matrix: Mapping[str, Any], name: str) -> Route:
    """Tell where in a matrix a name stands first."""
    if name in matrix:
        return (name,)
    entries = matrix[INCLUDE]
    return (INCLUDE, next(at for at, entry in enumerate(entries) if name in entry), name)


def _idle_axis(name: str, values: Sequence[object], route: Route) -> Finding:
    """Tell of an axis without use: several takes are meant by none that is named like a field."""
    message = (
        f"{shown(name)} is looked up by nothing: cells that differ in it alone ask for the same"
    )
    hint = f"look it up as ${{{{ matrix.{name} }}}}, or leave it for several takes of one prompt"
    if like_field(name) is None:
        return Finding(_AXIS, route, message, hint, at_key=True, severity="notice")
    meant = meant_field(name, values)
    hint = f"did you mean '{meant}'?" if meant else hint
    return Finding(_NAME, route, message, hint, at_key=True, severity="warning")


def _idle_addition(name: str, values: Sequence[object], route: Route) -> Finding:
    meant = meant_field(name, values)
    return _idle(name, "matrix", route, f"did you mean '{meant}'?" if meant else "")


def _idle_variable(name: str, value: object, route: Route) -> Finding:
    meant = meant_field(name, (value,))
    said = f"a variable sets no field: write {meant}: in the job" if meant else ""
    return _idle(name, "vars", route, said)


def _idle(name: str, scope: str, route: Route, said: str) -> Finding:
    hint = said or f"look it up as ${{{{ {scope}.{name} }}}}, or take it out"
    message = f"{shown(name)} is looked up by nothing"
    return Finding(_VALUE, route, message, hint, at_key=True, severity="warning")


def _of_rows(uses: Uses) -> Iterator[Finding]:
    """Tell of all columns without use at once: tables of people hold much besides."""
    known = (*ROW_FIELDS, *ROW_NAMES)
    columns = uses.expansion.names.get("row", ())
    idle = [name for name in columns if name not in known and not uses.takes("row", name)]
    if not idle:
        return
    template = uses.expansion.template
    several = len(idle) > 1
    listed = ", ".join(map(shown, idle[:_MOST_LISTED])) + ", …" * (len(idle) > _MOST_LISTED)
    message = (
        f"the column{'s' * several} {listed} of {shown(template.foreach)}"
        f" {'are' if several else 'is'} looked up by nothing"
    )
    near = next(
        (
            (name, one)
            for name in idle[:_MOST_LISTED]
            if (one := nearest(name, known) or meant_field(name, _of_column(uses, name)))
        ),
        None,
    )
    hint = f"look up what a prompt needs: ${{{{ row.{idle[0]} }}}}"
    hint = f"did you mean '{near[1]}' by '{near[0]}'?" if near else hint
    yield Finding(_COLUMN, (*template.route, FOREACH), message, hint, severity="warning")


def _of_column(uses: Uses, name: str) -> Iterator[object]:
    return (one.values[name] for one in uses.expansion.variants if name in one.values)


def _of_variables(data: Mapping[str, Any], uses: Sequence[Uses]) -> Iterator[Finding]:
    """Tell of variables without use, those of the file where no job takes them."""
    taken = {
        origin
        for one in uses
        for name, origin in one.expansion.template.origins_of_variables.items()
        if one.takes("vars", name)
    }
    if not uses:
        return
    yield from _of_one(data, (), taken)
    for at, job in enumerate(data.get(JOBS, ())):
        yield from _of_one(job, (JOBS, at), taken)


def _of_one(around: Any, route: Route, taken: set[Route]) -> Iterator[Finding]:
    variables = around.get(VARS) if isinstance(around, dict) else None
    if not isinstance(variables, dict) or any(wrong_values(variables, VARS, ())):
        return
    for name, value in variables.items():
        here = (*route, VARS, name)
        if here not in taken:
            yield _idle_variable(name, value, here)

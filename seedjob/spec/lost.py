"""What a template looks up to what of it is not there, or is no lookup at all."""

import re
from collections.abc import Mapping
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.lookup import Lookup, Scope
from seedjob.spec.written import nearest, shown

RULE: Final = "lookup"
SCOPES: Final = ("matrix", "vars", "row", "job")
NO_VALUES: Final[Scope] = {scope: {} for scope in SCOPES}
"""What a spec can look up that is one job and no more."""
_EXPRESSION: Final = re.compile(r"[=<>!|&()'\"+*/?,\[\]]")
_MOST_LISTED: Final = 10


def wrong_lookup(lookup: Lookup, names: Mapping[str, list[str]], route: Route) -> Finding | None:
    """Say what is wrong with a lookup at a route, where `names` are all that can be looked up.

    Of a scope that is not in `names` nothing is known, so nothing is said.
    """
    if lookup.scope in SCOPES and lookup.name in names.get(lookup.scope, (lookup.name,)):
        return None
    known = [f"{scope}.{name}" for scope in SCOPES for name in names.get(scope, ())]
    message, hint = _said(lookup, names, known)
    return Finding(RULE, route, message, hint, within=lookup.written)


def _said(lookup: Lookup, names: Mapping[str, list[str]], known: list[str]) -> tuple[str, str]:
    if "}}" not in lookup.written:
        name = known[0] if known else "vars.…"
        hint = f"close it: ${{{{ {name} }}}}, or write $${{{{ where it is text"
        return "a lookup is opened here and not closed", hint
    if not lookup.whole:
        return "a lookup names nothing", f"write what is looked up: {_listed(known) or 'vars.…'}"
    near = nearest(lookup.whole, known)
    if _EXPRESSION.search(lookup.whole):
        hint = "write one name, and put what is computed into vars, matrix or a row"
        return f"{shown(lookup.whole)} is an expression, and a lookup computes nothing", hint
    if near is None and lookup.scope in SCOPES and not names.get(lookup.scope):
        return f"{shown(lookup.whole)} is not there", _ABSENT[lookup.scope]
    hint = f"did you mean '{near}'?" if near else f"there are {_listed(known) or 'none here'}"
    return f"{shown(lookup.whole)} is not there", hint


def _listed(known: list[str]) -> str:
    return ", ".join(known[:_MOST_LISTED]) + ", …" * (len(known) > _MOST_LISTED)


_ABSENT: Final[Mapping[str, str]] = {
    "matrix": "the job has no matrix",
    "vars": "write vars: {name: value} beside it",
    "row": "the job has no foreach, whose rows these would be",
    "job": "here a job's name is not known yet",
}
"""Scope with no name in it to what to say of that."""


def without_value(lookup: Lookup, route: Route) -> Finding:
    """Say that a lookup finds nothing for one job, though it does for others."""
    message = f"'{lookup.whole}' has no value here"
    hint = "give it one in every cell" if lookup.scope == "matrix" else "give it one in every row"
    return Finding(RULE, route, message, hint, within=lookup.written)

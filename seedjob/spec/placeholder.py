"""What other templates would fill in a prompt to what to write here: it goes out as it stands."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.lookup import Scope
from seedjob.spec.written import shown

RULE: Final = "prompt-placeholder"
NO_NAMES: Final[Scope] = {}
"""Where nothing is known that could be looked up."""

_MOST: Final = 10
_NAME: Final = r"[^\W\d][\w -]{0,60}(?:\.[\w -]{1,60}){0,3}"
_FOUND: Final = re.compile(
    rf"(?<![${{])\{{\{{-?\s{{0,9}}\.?(?P<braces>{_NAME}?)\s{{0,9}}(?:\|[^{{}}\n]{{0,60}})?-?\}}\}}(?!\}})"
    rf"|\$\{{(?P<dollar>{_NAME})(?::?-[^{{}}\n]{{0,60}})?\}}"
    rf"|(?<![${{])\$?\{{\s{{0,9}}(?P<single>{_NAME}?)\s{{0,9}}\}}(?!\}})"
)
"""`{{ name }}` and `${name}`, as Jinja, Go, Handlebars and shells have them, and their defaults.

`{name}` and `${ name }` are more often just text: they count where the name can be looked up.
"""

Names = Mapping[str, Collection[str]]
"""`matrix`, `vars`, `row` and `job`, each to the names in it."""


def advise(text: str, route: Route, scope: Scope = NO_NAMES) -> Iterator[Finding]:
    """Tell of the placeholders in a prompt at a route of a job that knows the names in `scope`."""
    for written, name in islice(placeholders(text, scope), _MOST):
        message = f"{shown(written)} goes out as it stands"
        hint = _hint(name, scope)
        yield Finding(RULE, route, message, hint, severity="warning", within=written)


def placeholders(text: str, names: Names = NO_NAMES) -> Iterator[tuple[str, str]]:
    """List the placeholders of a text as they are written, each with the name in it."""
    for found in _FOUND.finditer(text) if "{" in text else ():
        name = (found["braces"] or found["dollar"] or found["single"]).strip()
        if found["single"] is None or _is_there(name, names):
            yield found[0], name


def _is_there(name: str, names: Names) -> bool:
    """Tell whether a name can be looked up; the job's own only where it is written in full."""
    holder, dot, last = name.rpartition(".")
    if dot:
        return last in names.get(holder, ())
    return any(name in there for holder, there in names.items() if holder != "job")


def _hint(name: str, scope: Scope) -> str:
    last = name.rpartition(".")[2]
    for holder, names in scope.items():
        if name == f"{holder}.{last}" or (last in names and holder != "job"):
            return f"write ${{{{ {holder}.{last} }}}}"
    return f"write ${{{{ vars.{last} }}}}, and vars: {{{last}: …}} in the spec"

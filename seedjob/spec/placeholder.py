"""What other templates would fill in a prompt to what to write here: it goes out as it stands."""

import re
from collections.abc import Iterator
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
)
"""`{{ name }}` and `${name}`, as Jinja, Go, Handlebars and shells have them, and their defaults."""


def advise(text: str, route: Route, scope: Scope = NO_NAMES) -> Iterator[Finding]:
    """Tell of the placeholders in a prompt at a route of a job that knows the names in `scope`."""
    for written, name in islice(placeholders(text), _MOST):
        message = f"{shown(written)} goes out as it stands"
        hint = _hint(name, scope)
        yield Finding(RULE, route, message, hint, severity="warning", within=written)


def placeholders(text: str) -> Iterator[tuple[str, str]]:
    """List the placeholders of a text as they are written, each with the name in it."""
    for found in _FOUND.finditer(text) if "{" in text else ():
        yield found[0], (found["braces"] or found["dollar"]).strip()


def _hint(name: str, scope: Scope) -> str:
    last = name.rpartition(".")[2]
    for holder, names in scope.items():
        if name == f"{holder}.{last}" or (last in names and holder != "job"):
            return f"write ${{{{ {holder}.{last} }}}}"
    return f"write ${{{{ vars.{last} }}}}, and vars: {{{last}: …}} in the spec"

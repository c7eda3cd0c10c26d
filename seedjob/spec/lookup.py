"""A text with `${{ … }}` to its pieces, and those to the text or the value that they stand for.

A lookup names one value. It is no expression: nothing is computed, and nothing in a spec runs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

OPEN: Final = "${{"
"""What a lookup begins with; a further `$` before it makes a text of it."""

Scalar = str | int | float
"""What a lookup finds: a text, a number, or `true` and `false`."""

Scope = Mapping[str, Mapping[str, object]]
"""`matrix`, `vars`, `row` and `job`, each to its names and their values."""

LONGEST: Final = 200
"""Characters between the braces."""

_FOUND: Final = re.compile(
    rf"\$(?P<text>\$\{{\{{)|\$\{{\{{(?P<name>[^{{}}]{{0,{LONGEST}}})\}}\}}|(?P<open>\$\{{\{{)"
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup as it is written, with its two parts; both are empty where it is none."""

    written: str
    scope: str
    name: str

    @property
    def whole(self) -> str:
        """Give the name in full."""
        return f"{self.scope}.{self.name}" if self.name else self.scope


Piece = str | Lookup


def parse(text: str) -> tuple[Piece, ...]:
    """Cut a text into what stands for itself and what is looked up."""
    return tuple(_pieces(text))


def listed(pieces: tuple[Piece, ...]) -> Iterator[Lookup]:
    """List the lookups among the pieces of a text, each once."""
    return (piece for piece in dict.fromkeys(pieces) if isinstance(piece, Lookup))


def starts(text: str) -> Mapping[str, int]:
    """Tell where in a text each of its lookups stands first, by how it is written."""
    found = ((one.group(), one.start()) for one in _FOUND.finditer(text) if not one["text"])
    return dict(reversed([*found]))


def finds(lookup: Lookup, scope: Scope) -> bool:
    """Tell whether there is a value for a lookup."""
    return lookup.name in scope.get(lookup.scope, {})


def find(lookup: Lookup, scope: Scope) -> object:
    """Give the value of a lookup, which must be there."""
    return scope[lookup.scope][lookup.name]


def fill(pieces: tuple[Piece, ...], scope: Scope) -> object:
    """Put in what is looked up; a text that is one lookup and nothing else keeps its value's type.

    A lookup without a value stays as it is written.
    """
    if len(pieces) == 1 and isinstance(pieces[0], Lookup) and finds(pieces[0], scope):
        return find(pieces[0], scope)
    return "".join(_texts(pieces, scope))


def length(pieces: tuple[Piece, ...], scope: Scope) -> int:
    """Count the characters of what `fill` would give, before any text is made."""
    return sum(map(len, _texts(pieces, scope)))


def written(value: object) -> str:
    """Write a value as it stands inside a text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pieces(text: str) -> Iterator[Piece]:
    end = 0
    for found in _FOUND.finditer(text):
        if before := text[end : found.start()]:
            yield before
        end = found.end()
        if found["text"]:
            yield OPEN
        else:
            yield _lookup(found)
    if end < len(text):
        yield text[end:]


def _lookup(found: re.Match[str]) -> Lookup:
    scope, _, name = (found["name"] or "").partition(".")
    return Lookup(found.group(), scope.strip(), name.strip())


def _texts(pieces: tuple[Piece, ...], scope: Scope) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield written(find(piece, scope)) if finds(piece, scope) else piece.written

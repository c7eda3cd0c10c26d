"""TOML text to its tokens: texts in quotes, bare words, signs and line ends."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r'''(?P<blank>[ \t]+|\#[^\r\n]*)
    |(?P<newline>\r?\n)
    |(?P<quoted>"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}
        |\'\'\'(?:[^']|'{1,2}(?!'))*'{3,5}
        |"(?:[^"\\\r\n]|\\.)*"
        |'[^'\r\n]*')
    |(?P<sign>[\[\]{}=,])
    |(?P<bare>[^\s"'\#\[\]{}=,]+)''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token by its kind (newline, quoted, sign, bare) and its stretch of the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def parts(self) -> tuple[str, ...]:
        """Tell the parts of a key that it stands for: `a.b` two, `"a.b"` one, a dot none."""
        if self.kind == "quoted":
            return (str(tomllib.loads(f"key = {self.text}")["key"]),)
        return tuple(part for part in self.text.split(".") if part)


def tokens(text: str) -> Iterator[Token]:
    """List the tokens of a text that is known to be TOML."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "blank":
            yield Token(kind, found.group(), *found.span())

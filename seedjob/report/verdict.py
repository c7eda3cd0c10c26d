"""What judging specs came to: the value that every format renders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from seedjob.diagnostic import Diagnostic

RANK: Final = {"error": 0, "warning": 1, "notice": 2}
"""Severity to its place among the worst."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The files that were judged, their diagnostics, and the text of each file at fault."""

    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Tell whether anything is an error."""
        return any(one.severity == "error" for one in self.diagnostics)

    def lines(self, file: str) -> Sequence[str]:
        """Give a file's lines as places count them; other breaks than YAML's own are no breaks."""
        source = self.sources.get(file)
        return () if source is None else _lines(source)

    def parts(self) -> Iterator["Verdict"]:
        """Give the part that is about each file."""
        own: dict[str, list[Diagnostic]] = {}
        for one in self.diagnostics:
            own.setdefault(one.file, []).append(one)
        for file in self.files:
            yield Verdict((file,), tuple(own.get(file, ())), self.sources)


@lru_cache(maxsize=4)
def _lines(source: str) -> Sequence[str]:
    """Split a source once for all that is said of it."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def sentence(diagnostic: Diagnostic) -> str:
    """Say a fault in one line: cause, and what to write instead."""
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return f"{diagnostic.message}{hint}"

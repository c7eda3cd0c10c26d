"""What judging specs came to: the value that every format renders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
        if source is None:
            return ()
        return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def of(self, file: str) -> "Verdict":
        """Give the part that is about one file."""
        own = tuple(one for one in self.diagnostics if one.file == file)
        return Verdict((file,), own, self.sources)


def sentence(diagnostic: Diagnostic) -> str:
    """Say a fault in one line: cause, and what to write instead."""
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return f"{diagnostic.message}{hint}"

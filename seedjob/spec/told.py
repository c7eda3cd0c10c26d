"""The diagnostics of one file to as many as anybody reads, with a last one for all others."""

from typing import Final

from seedjob.diagnostic import Diagnostic
from seedjob.spec.builder import MOST_REFUSALS
from seedjob.spec.content import MOST_FOUND

MOST_TOLD: Final = 100


def told(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Leave out what is too much; `diagnostics` are sorted by place."""
    more = len(diagnostics) - MOST_TOLD
    if more <= 0:
        return diagnostics
    rest = diagnostics[MOST_TOLD:]
    severity = next((one.severity for one in rest if one.severity == "error"), rest[0].severity)
    some = len(diagnostics) == MOST_REFUSALS or len(diagnostics) >= MOST_FOUND
    message = f"{'at least ' * some}{more:,} more fault{'s' * (more != 1)} from here on"
    hint = "mend those above first"
    last = Diagnostic(rest[0].file, rest[0].place, "more", message, hint, severity=severity)
    return (*diagnostics[:MOST_TOLD], last)

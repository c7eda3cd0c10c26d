"""Diagnostics to JSON for programs: a list, stable in its keys."""

import json

from seedjob.diagnostic import Diagnostic
from seedjob.report.verdict import Verdict


def render(verdict: Verdict) -> str:
    """Write diagnostics as a list of objects; lines and columns count from 1."""
    return dump([_plain(one) for one in verdict.diagnostics])


def dump(rows: object) -> str:
    """Write plain data in ASCII alone, so that nothing in it acts on a terminal that shows it.

    Two of `#` begin a command where a CI shows it: only texts hold them, and there one is escaped.
    """
    return json.dumps(rows, indent=2).replace("##", "#\\u0023") + "\n"


def _plain(diagnostic: Diagnostic) -> dict[str, object]:
    place = diagnostic.place
    return {
        "file": diagnostic.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "severity": diagnostic.severity,
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }

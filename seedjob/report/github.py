"""A verdict to GitHub's annotations, the worst ten, and to a step summary with all of them.

GitHub shows ten annotations of a kind a step; the escapes are those of its own toolkit.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from seedjob.diagnostic import Diagnostic, Related
from seedjob.report.verdict import RANK, Verdict, sentence
from seedjob.report.visible import visible

MOST: Final = 10
LARGEST: Final = 900_000
"""Bytes of rows in a summary; GitHub takes a mebibyte for all of a step."""

_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_MARKUP: Final = str.maketrans({letter: f"\\{letter}" for letter in r"\`*_{}[]<>()#+-.!|~&@:"})


def render(verdict: Verdict) -> str:
    """Write the worst ten faults as workflow commands, and how many more there are."""
    worst = sorted(verdict.diagnostics, key=lambda one: RANK[one.severity])[:MOST]
    more = len(verdict.diagnostics) - len(worst)
    lines = [_command(one) for one in worst]
    if more:
        lines.append(f"::notice title=seedjob::{more} more in the summary of this step")
    return "".join(f"{line}\n" for line in lines)


def summary(verdict: Verdict) -> str:
    """Write all faults as a table in Markdown; nothing in it is taken for markup."""
    if not verdict.diagnostics:
        return ""
    count = len(verdict.diagnostics)
    head = f"### seedjob validate: {count} fault{'s' * (count != 1)}\n\n"
    rows = [("place", "", "fault", "rule"), ("---",) * 4, *map(_row, verdict.diagnostics)]
    return head + _fitting([f"| {' | '.join(row)} |\n" for row in rows])


def _fitting(rows: Sequence[str]) -> str:
    """Join as many rows as a summary may hold: GitHub drops one that is longer."""
    sizes = accumulate(len(row.encode("utf-8", "replace")) for row in rows)
    fit = sum(size <= LARGEST for size in sizes)
    more = f"\nand {len(rows) - fit:,} more\n" if fit < len(rows) else ""
    return "".join(rows[:fit]) + more


def _command(one: Diagnostic) -> str:
    place = one.place
    values = {
        "file": visible(one.file),
        "line": str(place.line),
        "endLine": str(place.end_line),
        "col": str(place.column),
        "endColumn": str(place.end_column),
        "title": one.rule,
    }
    if place.line != place.end_line:  # columns are for one line alone
        del values["col"], values["endColumn"]
    told = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in values.items())
    said = [visible(sentence(one))]
    said += [f"{_where(other)}: {visible(other.message)}" for other in one.related]
    return f"::{one.severity} {told}::{chr(10).join(said).translate(_DATA)}"


def _where(other: Related) -> str:
    file = f"{visible(other.file)}, " if other.file else ""
    return f"{file}line {other.place.line}"


def _row(one: Diagnostic) -> Sequence[str]:
    place = f"{one.file}:{one.place.line}:{one.place.column}"
    return tuple(map(_plain, (place, one.severity, sentence(one), one.rule)))


def _plain(text: str) -> str:
    return visible(text).translate(_MARKUP)

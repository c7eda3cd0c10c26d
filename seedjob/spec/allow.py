"""Diagnostics and `# seedjob: allow RULE` to the diagnostics that are left to tell."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from seedjob.diagnostic import NOWHERE, Diagnostic, Place, Severity
from seedjob.rulebook.book import ALLOWABLE, RULEBOOK
from seedjob.spec.comments import MOST, Comment
from seedjob.spec.document import Document
from seedjob.spec.places import place_between
from seedjob.spec.written import nearest, shown

_ALLOW: Final = re.compile(r"allow(?![^\s])")
_WORD: Final = re.compile(r"[^\s,]+")
REASON: Final = "--"
"""What stands before the reason for which a rule is allowed."""

_FORM: Final = "write # seedjob: allow RULE"


@dataclass(frozen=True, slots=True)
class Heard:
    """The diagnostics that are left, and which of the rules allowed everywhere were broken."""

    diagnostics: tuple[Diagnostic, ...]
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Permit:
    """One word that a comment of `file` allows, where it stands, and the lines it is for."""

    file: str
    rule: str
    at: int
    comment: Comment

    def covers(self, one: Diagnostic) -> bool:
        """Tell whether a diagnostic is allowed."""
        return one.rule == self.rule and one.severity != "error" and self._there(one)

    def meets(self, one: Diagnostic) -> bool:
        """Tell whether the permit may be of use: an error hides what would be warned of."""
        return self._there(one) and (one.rule == self.rule or one.severity == "error")

    def _there(self, one: Diagnostic) -> bool:
        place, about = _seen_from(self.file, one), self.comment
        return place.line <= about.last and about.first <= place.end_line


def hear(
    file: str,
    document: Document,
    diagnostics: Collection[Diagnostic],
    everywhere: Collection[str] = (),
) -> Heard:
    """Leave out what a comment allows, or `everywhere` does; tell of a permit without use."""
    heard = (permit for comment in document.comments for permit in _permits(file, comment))
    permits = tuple(islice(heard, MOST))
    here = [one for one in diagnostics if not any(permit.covers(one) for permit in permits)]
    left = [one for one in here if one.severity == "error" or one.rule not in everywhere]
    used = frozenset(one.rule for one in here) - frozenset(one.rule for one in left)
    idle = [one for one in permits if not any(one.meets(other) for other in diagnostics)]
    lines = {one.rule: _seen_from(file, one).line for one in reversed([*left])}
    told = (
        *_misspelt(file, document),
        *(_idle(file, document, one, lines.get(one.rule)) for one in idle),
    )
    return Heard((*left, *told), used)


def _seen_from(file: str, one: Diagnostic) -> Place:
    """Tell where a diagnostic stands in a spec: what is in its rows, where the spec names them."""
    if one.file == file:
        return one.place
    return next((other.place for other in one.related if other.file == file), NOWHERE)


def _permits(file: str, comment: Comment) -> Iterator[_Permit]:
    allow = _ALLOW.match(comment.words)
    if allow:
        end = comment.words.find(REASON)
        words = comment.words if end < 0 else comment.words[:end]
        for word in _WORD.finditer(words, allow.end()):
            yield _Permit(file, word.group(), comment.at + word.start(), comment)


def _misspelt(file: str, document: Document) -> Iterator[Diagnostic]:
    """Tell of comments that speak to seedjob, and say nothing it knows."""
    for comment in document.comments:
        if next(_permits(file, comment), None) is None:
            end = comment.at + len(comment.words)
            place = place_between(document.text, comment.start, end)
            message = f"{shown(document.text[comment.start : end])} says nothing to seedjob"
            yield Diagnostic(file, place, "allow-unknown", message, _FORM, severity="warning")


def _idle(file: str, document: Document, permit: _Permit, line: int | None) -> Diagnostic:
    place = place_between(document.text, permit.at, permit.at + len(permit.rule))
    rule, message, hint = _complaint(permit.rule, line)
    severity: Severity = "warning"
    return Diagnostic(file, place, rule, message, hint, severity=severity)


def _complaint(rule: str, line: int | None) -> tuple[str, str, str]:
    """Say why a permit is without use; the rule may be broken on another line."""
    if line is not None:
        message = f"'{rule}' is broken on line {line}, which this comment is not about"
        return "allow-unused", message, "put it at the end of that line, or alone above the item"
    if rule in ALLOWABLE:
        return "allow-unused", f"nothing here breaks '{rule}'", "take the comment out"
    if rule in RULEBOOK:
        message = f"'{rule}' is no warning, and only warnings can be allowed"
        return "allow-unknown", message, "mend the spec, and take the comment out"
    near = nearest(rule, ALLOWABLE)
    hint = f"did you mean '{near}'?" if near else f"warnings are {', '.join(ALLOWABLE)}"
    return "allow-unknown", f"{shown(rule)} is no rule", hint

"""A verdict to SARIF 2.1.0, for code scanning: its fingerprints survive lines that move."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from seedjob import __version__
from seedjob.diagnostic import Diagnostic, Place
from seedjob.report.rule import render as explain
from seedjob.report.verdict import Verdict, sentence
from seedjob.report.visible import visible
from seedjob.rulebook.book import RULEBOOK

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_BRACKETS: Final = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]"})
LEVELS: Final = {"error": "error", "warning": "warning", "notice": "note"}


def render(verdict: Verdict) -> str:
    """Write the faults as one run of one tool."""
    broken = sorted({one.rule for one in verdict.diagnostics})
    seen: Counter[str] = Counter()
    results = [_result(one, broken.index(one.rule), verdict, seen) for one in verdict.diagnostics]
    driver = {
        "name": "seedjob",
        "version": __version__,
        "rules": [_rule(rule) for rule in broken],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(name: str) -> Mapping[str, Any]:
    """Describe a rule; GitHub wants all three of these texts, and shows `help` beside a result."""
    rule = RULEBOOK[name]
    brief = {"text": f"{rule.sentence[0].upper()}{rule.sentence[1:]}."}
    level = {"level": LEVELS[rule.severity]}
    texts = {"shortDescription": brief, "fullDescription": brief, "help": {"text": explain(name)}}
    return {"id": name, **texts, "defaultConfiguration": level}


def _result(
    one: Diagnostic, rule_index: int, verdict: Verdict, seen: Counter[str]
) -> Mapping[str, Any]:
    related = [
        {
            **_location(place.file or one.file, place.place),
            "message": {"text": _plain(place.message)},
        }
        for place in one.related
    ]
    return {
        "ruleId": one.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[one.severity],
        "message": {"text": _plain(sentence(one))},
        "locations": [_location(one.file, one.place)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"seedjob/v1": _fingerprint(one, verdict, seen)},
    }


def _plain(text: str) -> str:
    """Write a message in which nothing is a link: SARIF reads `[text](place)` as one."""
    return visible(text).translate(_BRACKETS)


def _location(file: str, place: Place) -> Mapping[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": max(place.end_column, 1),
    }
    uri = quote(PurePath(file).as_posix().encode("utf-8", "surrogateescape"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _fingerprint(one: Diagnostic, verdict: Verdict, seen: Counter[str]) -> str:
    """Hash what stays when lines move: file, rule, the line's own text, and which of its like."""
    lines = verdict.lines(one.file)
    line = lines[one.place.line - 1].strip() if one.place.line <= len(lines) else ""
    alike = f"{one.file}\0{one.rule}\0{line}"
    seen[alike] += 1
    told = f"{alike}\0{seen[alike]}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:32]

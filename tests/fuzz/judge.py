"""An input to what judging it cost, and to what must not have happened."""

import gc
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from seedjob.cli.specs import load_text
from seedjob.cli.validate import FORMATS
from seedjob.diagnostic import Place
from seedjob.report import github
from seedjob.report.verdict import Verdict
from seedjob.spec.batch.schema import spec_schema
from seedjob.spec.document import Document, read
from tests.fuzz.inputs import ROOT

FILE: Final = ROOT / "specs" / "fuzz.yaml"
"""Where the input would lie: beside the examples' own media."""

SLOWEST: Final = 1.0
"""Seconds of processor time."""
LARGEST: Final = 100.0
"""MiB beyond what was there before."""

_SCHEMA: Final = Draft202012Validator(spec_schema())
_STATUS: Final = Path("/proc/self/status")
_RESET: Final = Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Cost:
    """What an input took."""

    seconds: float
    mebibytes: float
    refused: bool


def judge(source: bytes) -> Cost:
    """Judge as `validate -` does and write every format; raise for whatever must not be."""
    before = _memory("VmRSS", reset=True)
    started = time.process_time()
    verdict = load_text(source, FILE).verdict()
    rendered = {form: import_module(f"seedjob.report.{form}").render(verdict) for form in FORMATS}
    rendered["summary"] = github.summary(verdict)
    cost = Cost(time.process_time() - started, max(0.0, _memory("VmHWM") - before), verdict.refuses)
    _check(verdict, source)
    _check_formats(rendered, verdict)
    assert cost.seconds < SLOWEST, f"it took {cost.seconds:.2f} s"
    assert cost.mebibytes < LARGEST, f"it took {cost.mebibytes:.0f} MiB"
    return cost


def _check(verdict: Verdict, source: bytes) -> None:
    for one in verdict.diagnostics:
        seen = ((one.file, one.place), *((o.file or one.file, o.place) for o in one.related))
        for file, place in seen:
            inside = _is_inside(place, verdict.lines(file))
            assert inside, f"{place} lies outside of the text: {one.message}"
        assert one.message, "a diagnostic without a message"
    if not verdict.refuses:
        found = read(source)
        assert isinstance(found, Document), "what cannot be read was accepted"
        assert _SCHEMA.is_valid(found.data), "the schema refuses what was accepted"


def _is_inside(place: Place, lines: Sequence[str]) -> bool:
    return all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
        for line, column in ((place.line, place.column), (place.end_line, place.end_column))
    ) and (place.line, place.column) <= (place.end_line, place.end_column)


def _check_formats(rendered: dict[str, str], verdict: Verdict) -> None:
    rows = json.loads(rendered["json"])
    assert len(rows) == len(verdict.diagnostics)
    results = json.loads(rendered["sarif"])["runs"][0]["results"]
    assert len(results) == len(verdict.diagnostics)
    suite = ET.fromstring(rendered["junit"])  # noqa: S314 - we have just written it
    assert len(suite.findall(".//failure")) == verdict.refuses
    for form, text in rendered.items():
        text.encode("utf-8")
        odd = {"\x1b", "\x07", "\u202e", "\0"} & set(text)
        assert not odd, f"{form} shows {odd!r} as it is"


def _memory(field: str, *, reset: bool = False) -> float:
    """Tell a field of what the kernel knows of us, in MiB; nothing where it is no Linux."""
    if not (_STATUS.exists() and os.access(_RESET, os.W_OK)):
        return 0.0
    if reset:
        gc.collect(0)
        _RESET.write_text("5", "ascii")
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024

"""A wrong value or a missing key to a finding: what it is, and what would be right."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.seedance_x1 import SECONDS
from seedjob.spec.field import EXAMPLES, MISREAD_RATIOS, Field, find_field
from seedjob.spec.text import MEDIA_SUFFIXES


def wrong_value(route: Route, value: object, data: object) -> Finding:
    """Say that `value` at `route` of the spec `data` is not what its field expects."""
    field = find_field(route, data)
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    habit = _HABITS.get(key, _no_habit)(value)
    hint = habit or _suggestion(value, field) or field.write
    return Finding(field.rule, route, f"{_kind(value, field)} is not {field.noun}", hint)


def lacking(route: Route, keys: tuple[str, ...]) -> Finding:
    """Say that the mapping at `route` lacks one of `keys`."""
    message = "'" + "' or '".join(keys) + "' is missing"
    hint = "add " + " or ".join(f"{key}: {EXAMPLES[key]}" for key in keys)
    return Finding("missing-key", route, message, hint)


def nearest(word: str, words: Collection[str]) -> str | None:
    """Find which of `words` somebody meant who wrote `word`."""
    found = difflib.get_close_matches(word.casefold()[:64], words, n=1, cutoff=0.7)
    return found[0] if found else None


def shown(value: object) -> str:
    """Show a value as people wrote it, in quotes, cut where it is long."""
    match value:
        case dict() | list():
            return "a mapping" if isinstance(value, dict) else "a list"
        case None:
            return "an empty value"
        case bool():
            return f"'{str(value).lower()}'"
        case _:
            text = str(value)
            return f"'{text}'" if len(text) <= _LONGEST else f"'{text[:_LONGEST]}…'"


_LONGEST: Final = 60
_LONGEST_ADVISED: Final = 200


def _kind(value: object, field: Field) -> str:
    """Show the value, with its kind where that is what is wrong with it."""
    match value:
        case str() if field.numeric:
            return f"the text {shown(value)}"
        case int() | float() if not (field.numeric or isinstance(value, bool)):
            return f"the number {shown(value)}"
        case _:
            return shown(value)


def _suggestion(value: object, field: Field) -> str | None:
    meant = nearest(str(value), field.values)
    if meant is None and isinstance(value, int | float) and not (field.numeric or field.values):
        return "write it in quotes"
    return f"did you mean '{meant}'?" if meant else None


def _no_habit(_value: object) -> str | None:
    return None


def _job(value: object) -> str | None:
    unspaced = isinstance(value, str) and re.match(r"[A-Za-z_$]+:\S", value)
    return "write a space after each colon: model: …" if unspaced else None


def _ratio(value: object) -> str | None:
    ratio = MISREAD_RATIOS.get(value) if isinstance(value, int) else None
    hint = f'a YAML 1.1 tool made {value} of {ratio}; write it in quotes: "{ratio}"'
    return hint if ratio else None


def _duration(value: object) -> str | None:
    """Leave the quotes out of the hint where the number itself is wrong."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return f"write a whole number of seconds from {SECONDS[0]} to {SECONDS[1]}" if whole else None


def _source(value: object) -> str | None:
    return "write {url: …} with it, or {path: …} for a file" if isinstance(value, str) else None


def _url(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    if value.lower().startswith("www."):
        return _with(value, "write https://")
    if value.lower().startswith(("data:", "file:")):
        return "keep the file in the project and write path: media/…"
    file = ":" not in value and ("/" in value or value.lower().endswith(MEDIA_SUFFIXES))
    return _with(value, "for a file of the project write path: ") if file else None


def _path(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    if "://" in value:
        return _with(value, "for a URL write url: ")
    slashed = value.replace("\\", "/")
    return _with(slashed, "write it with forward slashes: ") if slashed != value else None


def _with(value: str, advice: str) -> str | None:
    """Give the advice with the value in it, where that is short enough to be copied."""
    return f"{advice}{value}" if len(value) <= _LONGEST_ADVISED else None


_HABITS: Final[Mapping[str, Callable[[object], str | None]]] = {
    "": _job,
    "ratio": _ratio,
    "duration": _duration,
    "image_url": _source,
    "video_url": _source,
    "audio_url": _source,
    "url": _url,
    "path": _path,
    "text_file": _path,
}
"""Key to what people write there from habit, answered with what to write here."""

"""What each field of a spec expects, in words: the table behind every fault of a value."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.content import ROLES
from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS, SECONDS
from seedjob.spec.text import MEDIA_SUFFIXES


@dataclass(frozen=True, slots=True)
class Field:
    """The rule that a wrong value breaks, what the value should have been, and how to write one.

    `values` are all that it may be, where they can be listed; `numeric` where it is no text.
    """

    rule: str
    noun: str
    write: str
    values: tuple[str, ...] = ()
    numeric: bool = False


def _choice(rule: str, noun: str, values: tuple[str, ...], quote: str = "") -> Field:
    written = ", ".join(f"{quote}{value}{quote}" for value in values)
    return Field(rule, noun, f"write {'one of ' * (len(values) > 1)}{written}", values)


def _role(rule: str, kind: str) -> Field:
    return _choice(rule, f"a role of {kind}", ROLES[kind])


_SOURCE: Final = "write {url: https://…} or {path: media/…}"
_RELATIVE: Final = "write it relative to the spec, with forward slashes: media/first.png"

FIELDS: Final[Mapping[str, Field]] = {
    "$schema": Field("schema-pointer", "the place of a schema", "write a path or URL in quotes"),
    "version": Field(
        "version", "a version of the spec format", "write 1, or leave it out", numeric=True
    ),
    "name": Field(
        "job-name",
        "a job's name",
        "write up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, "
        "not ending in .local, .manifest or .poster",
    ),
    "description": Field("description", "a text", "write it in quotes"),
    "tags": Field("tags", "a list of tags", "write a list of filled texts: [launch, teaser]"),
    "model": _choice("model", "a model", MODELS),
    "resolution": _choice("resolution", "a resolution", RESOLUTIONS),
    "ratio": _choice("ratio", "a ratio", RATIOS, quote='"'),
    "duration": Field(
        "duration",
        "a duration",
        f"write a whole number of seconds from {SECONDS[0]} to {SECONDS[1]}, without quotes",
        numeric=True,
    ),
    "content": Field("content", "a list of items", "write a list: a text and at least one medium"),
    "type": _choice("content-type", "a type of item", tuple(ROLES)),
    "text": Field("text", "a prompt", "write what the video shows"),
    "text_file": Field("text-path", "a path inside the project", _RELATIVE),
    "image_url": Field("media-source", "a source of a picture", _SOURCE),
    "video_url": Field("media-source", "a source of a clip", _SOURCE),
    "audio_url": Field("media-source", "a source of a sound", _SOURCE),
    "url": Field(
        "media-url", "a URL or an asset ID", "write https://…, asset://… or a bare asset ID"
    ),
    "path": Field("media-path", "a path inside the project", _RELATIVE),
}
"""Key to what it expects; a role depends on its item's type and stands in `ROLE_FIELDS`."""

ROLE_FIELDS: Final[Mapping[object, Field]] = {
    "image_url": _role("image-role", "image_url"),
    "video_url": _role("video-role", "video_url"),
    "audio_url": _role("audio-role", "audio_url"),
}

EXAMPLES: Final[Mapping[str, str]] = {
    "model": MODELS[0],
    "content": "and below it a list: a text and at least one medium",
    "type": f"one of {', '.join(ROLES)}",
    "text": "what the video shows",
    "text_file": "prompt.txt",
    "image_url": "{path: media/first.png}",
    "video_url": "{path: media/clip.mp4}",
    "audio_url": "{path: media/sound.mp3}",
    "url": "https://…",
    "path": "media/…",
}
"""Key that may be missing to what may be written there."""

TAG: Final = Field("tags", "a tag", "write a text with something in it")
ITEM: Final = Field("content-item", "a content item", "write {type: text, text: …} or a medium")
SPEC: Final = Field(
    "spec-mapping", "a job", "write a mapping that begins with model: and holds content:"
)

MISREAD_RATIOS: Final[Mapping[int, str]] = {
    sum(int(part) * 60**power for power, part in enumerate(reversed(ratio.split(":")))): ratio
    for ratio in RATIOS
}
"""What a YAML 1.1 tool makes of an unquoted ratio (16:9 becomes 969), to the ratio."""


def wrong_value(route: Route, value: object, data: object) -> Finding:
    """Say that `value` at `route` of the spec `data` is not what its field expects."""
    field = _field(route, data)
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    hint = _special_hint(key, value) or _suggestion(value, field) or field.write
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


def _field(route: Route, data: Any) -> Field:
    match route:
        case ():
            return SPEC
        case ("content", int()):
            return ITEM
        case ("content", int(index), "role"):
            return ROLE_FIELDS[data["content"][index]["type"]]
        case ("tags", int()):
            return TAG
        case _:
            return FIELDS[str(route[-1])]


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


def _special_hint(key: str, value: object) -> str | None:
    """Answer what people write from habit with what they should write here."""
    match key, value:
        case "ratio", int() if value in MISREAD_RATIOS:
            ratio = MISREAD_RATIOS[value]
            return f'a YAML 1.1 tool made {value} of {ratio}; write it in quotes: "{ratio}"'
        case (("image_url" | "video_url" | "audio_url"), str()):
            return f"write {key}: {{url: {shown(value).strip(chr(39))}}}, or path: for a file"
        case "url", str() if _looks_like_file(value):
            return f"for a file of the project write path: {shown(value).strip(chr(39))}"
        case "url", str() if value.lower().startswith(("data:", "file:")):
            return "keep the file in the project and write path: media/…"
        case "path", str() if "://" in value:
            return f"for a URL write url: {shown(value).strip(chr(39))}"
        case _:
            return None


def _looks_like_file(text: str) -> bool:
    return ":" not in text and ("/" in text or text.lower().endswith(MEDIA_SUFFIXES))

"""What each field of a spec expects, in words: the table behind every fault of a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from seedjob.diagnostic import Route
from seedjob.models.content import ROLES
from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS, SECONDS


@dataclass(frozen=True, slots=True)
class Field:
    """The rule that a wrong value breaks, what the value should have been, and how to write one.

    `values` are all that it may be, where they can be listed; `numeric` where it is a number,
    `text` where it may be any text.
    """

    rule: str
    noun: str
    write: str
    values: tuple[str, ...] = ()
    numeric: bool = False
    text: bool = False


def _choice(rule: str, noun: str, values: tuple[str, ...], quote: str = "") -> Field:
    written = ", ".join(f"{quote}{value}{quote}" for value in values)
    return Field(rule, noun, f"write {'one of ' * (len(values) > 1)}{written}", values)


def _role(rule: str, kind: str) -> Field:
    return _choice(rule, f"a role of {kind}", ROLES[kind])


NAMES: Final = (
    "up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, "
    "not ending in .local, .manifest or .poster"
)
"""What a job can be named."""

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
        f"write {NAMES}",
    ),
    "description": Field("description", "a text", "write it in quotes", text=True),
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
    "text": Field("text", "a prompt", "write what the video shows", text=True),
    "text_file": Field("text-path", "a path inside the project", _RELATIVE),
    "image_url": Field("media-source", "a source of a picture", _SOURCE),
    "video_url": Field("media-source", "a source of a clip", _SOURCE),
    "audio_url": Field("media-source", "a source of a sound", _SOURCE),
    "url": Field(
        "media-url",
        "a URL or an asset ID",
        "write https://…, asset://… or a bare asset ID",
        text=True,
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

TAG: Final = Field("tags", "a tag", "write a text with something in it", text=True)
ITEM: Final = Field("content-item", "a content item", "write {type: text, text: …} or a medium")
SPEC: Final = Field(
    "spec-mapping", "a job", "write a mapping that begins with model: and holds content:"
)


def find_field(route: Route, data: Any) -> Field:
    """Find what the value at `route` of the spec `data` should have been."""
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

"""The rules between the items of `content`, as the model's own table has them."""

from collections.abc import Iterable, Mapping
from typing import Final

from seedjob.models.content import MEDIA, Item
from seedjob.models.seedance_x1 import RULES
from seedjob.rulebook.rule import Rule

_SAMPLES: Final[Mapping[str, str]] = {
    "text": "text: A fox crosses the snow",
    "image_url": "image_url: {url: https://example.com/fox.png}",
    "video_url": "video_url: {url: https://example.com/fox.mp4}",
    "audio_url": "audio_url: {url: https://example.com/wind.mp3}",
}


def write(items: Iterable[Item]) -> str:
    """Write items as the `content` of a spec."""
    return "content:\n" + "".join(f"  - {{{_item(*item)}}}\n" for item in items)


def _item(kind: str, role: str | None) -> str:
    return ", ".join((f"type: {kind}", *([f"role: {role}"] if role else []), _SAMPLES[kind]))


_TEXT: Final[Item] = ("text", None)
_FRAME: Final[Item] = ("image_url", "first_frame")
_LAST: Final[Item] = ("image_url", "last_frame")
_PICTURE: Final[Item] = ("image_url", "reference_image")
_SOUND: Final[Item] = (MEDIA[2], "reference_audio")

_RIGHT: Final[Mapping[str, tuple[Item, ...]]] = {
    "text-required": (_TEXT, _FRAME),
    "text-once": (_TEXT, _FRAME),
    "media-required": (_TEXT, _FRAME),
    "image-role-required": (_TEXT, _FRAME, _LAST),
    "first-frame-once": (_TEXT, _FRAME, _LAST),
    "last-frame-once": (_TEXT, _FRAME, _LAST),
    "last-frame-needs-first": (_TEXT, _FRAME, _LAST),
    "frames-or-references": (_TEXT, _PICTURE, _PICTURE),
    "audio-needs-visual": (_TEXT, _PICTURE, _SOUND),
}

CONTENT: Final[Mapping[str, Rule]] = {
    name: Rule(constraint.sentence(), write(constraint.smallest()), write(_RIGHT[name]))
    for name, constraint in RULES.items()
}
"""Name to rule; the wrong example is the smallest content that breaks it."""

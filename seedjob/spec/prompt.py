"""The text of a prompt to what a person should still know of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.upstream import IDEOGRAPHS, LIMITS, WORDS

_PICTURE: Final = "\u56fe"  # what Chinese writes for a picture, alone or in a longer word
_PICTURES: Final = (_PICTURE + "\u7247", _PICTURE + "\u50cf", _PICTURE)
_VIDEO: Final = "\u89c6\u9891"
_AUDIO: Final = "\u97f3\u9891"

_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("image", "img", "picture", *_PICTURES), "image_url"),
    **dict.fromkeys(("video", "clip", _VIDEO), "video_url"),
    **dict.fromkeys(("audio", "sound", _AUDIO), "audio_url"),
}
"""How a prompt calls a medium, in English and in Chinese, to its type of item."""

_MEASURES: Final = "s|secs?|seconds?|min|minutes?|px|pixels?|fps|p|k|mm|x|frames?|times"
_REFERENCE: Final = re.compile(
    r"(?:@(?P<marked>image|img|picture|video|clip|audio|sound)"
    r"|(?<![\w-])(?P<word>image|img|video|audio)"
    rf"|(?P<sign>{'|'.join((*_PICTURES, _VIDEO, _AUDIO))}))"
    r"\s?(?P<number>[0-9]{1,3})(?![0-9]|[.,:][0-9]"
    rf"|[ -]?(?:(?:{_MEASURES})\b|%))",
    re.IGNORECASE,
)
_IDEOGRAPH: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def advise(text: str, media: Mapping[str, int], route: Route) -> Iterator[Finding]:
    """Advise on the prompt at `route`, of a job with so many `media` of each type."""
    yield from _references(text, media, route)
    if len(text) > IDEOGRAPHS:  # a shorter one is over neither limit
        yield from _length(text, route)


def _references(text: str, media: Mapping[str, int], route: Route) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    for found in _REFERENCE.finditer(text):
        word = (found["marked"] or found["word"] or found["sign"]).lower()
        kind, number = _KINDS[word], int(found["number"])
        if 1 <= number <= media[kind] or (kind, number) in seen:
            continue
        seen.add((kind, number))
        yield Finding(
            "reference-number",
            route,
            f"'{found.group()}' names no {LIMITS[kind].noun} of content",
            _numbering(kind, media[kind]),
            severity="warning",
            within=found.group(),
        )


def _numbering(kind: str, count: int) -> str:
    noun = LIMITS[kind].noun
    if not count:
        return f"content holds no {noun} at all: add one, or name another medium"
    numbers = f"'{noun} 1'" if count == 1 else f"'{noun} 1' to '{noun} {count}'"
    return f"by the order of content there {'is' if count == 1 else 'are'} {numbers}"


def _length(text: str, route: Route) -> Iterator[Finding]:
    signs, words = len(_IDEOGRAPH.findall(text)), len(text.split())
    for count, most, what in ((signs, IDEOGRAPHS, "Chinese characters"), (words, WORDS, "words")):
        if count > most:
            message = f"a prompt of {count:,} {what}, where {most:,} are advised at the most"
            yield Finding("prompt-length", route, message, "shorten it", severity="warning")
            return

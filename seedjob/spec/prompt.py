"""The text of a prompt to what a person should still know of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.upstream import IDEOGRAPHS, LIMITS, WORDS
from seedjob.spec import placeholder
from seedjob.spec.lookup import Scope

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

_MEASURES: Final = (
    "s|secs?|seconds?|min|minutes?|h|hours?|d|days?|weeks?|months?|years?|px|pixels?|fps|p|k|mm|cm"
    "|x|frames?|times|views?|degrees?|channels?"
)
_BEFORE: Final = (
    "\u7684\u548c\u4e0e\u53ca\u5728\u5c06\u628a\u7528\u50cf\u5982\u53c2\u7167\u8003\u4ee5\u4ece"
)
"""What may stand before the Chinese for a picture; after another sign it is part of a word."""
_FLAGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ratio", "rt"), "ratio"),
    **dict.fromkeys(("dur", "duration"), "duration"),
    **dict.fromkeys(("resolution", "rs"), "resolution"),
    **dict.fromkeys(("seed", "camerafixed", "cf", "watermark", "wm", "fps", "framespersecond"), ""),
}
"""Flag that other Seedance models take in a prompt, to the key for it."""

_FLAG: Final = rf"(?i)(?<!\S)--(?P<name>{'|'.join(_FLAGS)})(?:[ =]\S+)?(?!\S)"
MOST_FLAGS: Final = 10
_DIGIT: Final = re.compile("[0-9]")
_LONGEST: Final = len("- @picture ")
_DIGITS: Final = 3
_IDEOGRAPHS: Final = "[\u3400-\u9fff\uf900-\ufaff]"


def advise(
    text: str,
    media: Callable[[], Mapping[str, int]],
    route: Route,
    *,
    scope: Scope = placeholder.NO_NAMES,
) -> Iterator[Finding]:
    """Advise on the prompt at `route` of a job; `media` counts its media of each type.

    `scope` holds what the job can look up.
    """
    named = {(kind, number): words for kind, number, words in _references(text)}
    for (kind, number), words in named.items():
        there = media()[kind]
        if not 1 <= number <= there:
            yield _unnamed(kind, words, there, route)
    if "--" in text:
        yield from _flags(text, route)
    yield from placeholder.advise(text, route, scope)
    if len(text) > IDEOGRAPHS:  # a shorter one is over neither limit
        yield from _length(text, route)


def _references(text: str) -> Iterator[tuple[str, int, str]]:
    """List the media that a text names: type, number, and the words for it."""
    if not _DIGIT.search(text):
        return
    numbers, media = _patterns()
    for found in numbers.finditer(text):
        before = text[max(found.start() - _LONGEST, 0) : found.start()]
        medium = media.search(before)
        if medium and len(found.group()) <= _DIGITS:
            word = medium["marked"] or medium["word"] or medium["sign"]
            yield _KINDS[word.lower()], int(found.group()), medium.group() + found.group()


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what finds numbers that measure nothing, and a medium's name at the end of a text."""
    numbers = rf"(?<![0-9])[0-9]++(?![.,:/][0-9]|[ -]?(?:(?:{_MEASURES})\b|[%\xb0]))"
    media = (
        r"(?:@(?P<marked>image|img|picture|video|clip|audio|sound)"
        r"|(?<![\w-])(?P<word>image|img|video|audio)"
        rf"|(?:(?<![\u3400-\u9fff])|(?<=[{_BEFORE}]))"
        rf"(?P<sign>{'|'.join((*_PICTURES, _VIDEO, _AUDIO))}))[ _#-]?\Z"
    )
    return re.compile(numbers, re.IGNORECASE), re.compile(media, re.IGNORECASE)


def _flags(text: str, route: Route) -> Iterator[Finding]:
    """Tell of settings that another API takes from the end of a prompt."""
    for found in islice(re.finditer(_FLAG, text), MOST_FLAGS):
        key = _FLAGS[found["name"].lower()]
        hint = f"write {key}: in the spec, and take it out" if key else "take it out"
        message = f"'{found.group()}' in a prompt is text to Seedance X1"
        yield Finding("prompt-flag", route, message, hint, severity="warning", within=found.group())


def _unnamed(kind: str, words: str, most: int, route: Route) -> Finding:
    return Finding(
        "reference-number",
        route,
        f"'{words}' names no {LIMITS[kind].noun} of content",
        _numbering(kind, most),
        severity="warning",
        within=words,
    )


def _numbering(kind: str, most: int) -> str:
    noun = LIMITS[kind].noun
    if not most:
        return f"content holds no {noun} at all: add one, or name another medium"
    numbers = f"'{noun} 1'" if most == 1 else f"'{noun} 1' to '{noun} {most}'"
    return f"by the order of content there {'is' if most == 1 else 'are'} {numbers}"


def _length(text: str, route: Route) -> Iterator[Finding]:
    signs, words = len(re.findall(_IDEOGRAPHS, text)), len(text.split())
    for there, most, what in ((signs, IDEOGRAPHS, "Chinese characters"), (words, WORDS, "words")):
        if there > most:
            message = f"a prompt of {there:,} {what}, where {most:,} are advised at the most"
            yield Finding("prompt-length", route, message, "shorten it", severity="warning")
            return

"""Values that people write from habit, each to what to write here; nothing where no habit shows."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from seedjob.models.content import ROLES
from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS, SECONDS
from seedjob.rulebook.private import masked
from seedjob.spec import habits
from seedjob.spec.text import MEDIA_SUFFIXES, PATTERNS
from seedjob.spec.written import copied, nearest, source

MISREAD_RATIOS: Final[Mapping[int, str]] = {
    sum(int(part) * 60**power for power, part in enumerate(reversed(ratio.split(":")))): ratio
    for ratio in RATIOS
}
"""What a YAML 1.1 tool makes of an unquoted ratio (16:9 becomes 969), to the ratio."""

_SHAPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("landscape", "horizontal", "widescreen", "wide", "1.78", "1.77"), "16:9"),
    **dict.fromkeys(("portrait", "vertical", "0.56", "0.5625", "tall"), "9:16"),
    **dict.fromkeys(("square", "1"), "1:1"),
    **dict.fromkeys(("ultrawide", "cinema", "cinematic", "2.33", "2.35:1", "2.39:1"), "21:9"),
    **dict.fromkeys(("1.33",), "4:3"),
}
_HEIGHTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("sd", "480"), "480p"),
    **dict.fromkeys(("hd", "720", "768p"), "720p"),
    **dict.fromkeys(("fhd", "full_hd", "fullhd", "full hd", "1080", "1088p"), "1080p"),
}
_PIXELS: Final = re.compile(r"\s*(\d{2,5})\s*[xX*\xd7]\s*(\d{2,5})\s*")
_PAIR: Final = re.compile(r"\s*(\d{1,2})\s*[xX/\-_\xd7\uff1a:]\s*(\d{1,2})\s*")
_UNIT: Final = re.compile(r"(\d+)(?:\.0+)?\s*(?:s|sec|secs|seconds?|\u79d2)?", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|cn|ai|dev|app)/")
_MILLI: Final = 1000
_LONGEST_ADVISED: Final = 200

UNQUOTED: Final = ", without quotes"
"""How a hint ends at a text that was meant to be a number: of no use where every value is text."""
_NEAR: Final = 0.03


def spec(value: object) -> str | None:
    """Advise on a spec that is a text."""
    unspaced = isinstance(value, str) and re.match(r"[A-Za-z_$]+:\S", value)
    return "write a space after each colon: model: …" if unspaced else None


def model(value: object) -> str | None:
    """Advise on another name of the Seedance models."""
    text = str(value).casefold()
    if "seedance" not in text or nearest(text, MODELS):
        return None
    fast = "fast" in text or "lite" in text
    return f"write {' or '.join(name for name in MODELS if ('_fast_' in name) == fast)}"


def resolution(value: object) -> str | None:
    """Advise on pixels and on names of sizes."""
    text = str(value).casefold()
    pixels = _PIXELS.fullmatch(text)
    if pixels is None:
        return f"write {_HEIGHTS[text]}" if text in _HEIGHTS else None
    width, height = map(int, pixels.groups())
    sizes = {int(name[:-1]): name for name in RESOLUTIONS}
    size = sizes[min(sizes, key=lambda lines: abs(lines - min(width, height)))]
    return f"write resolution: {size}" + (
        f' and ratio: "{shape}"' if (shape := _shape(width, height)) else ""
    )


def ratio(value: object) -> str | None:
    """Advise on a ratio that lost its quotes, on pixels, on words."""
    if isinstance(value, int) and not isinstance(value, bool) and value in MISREAD_RATIOS:
        meant = MISREAD_RATIOS[value]
        return f'a YAML 1.1 tool made {value} of {meant}; write it in quotes: "{meant}"'
    text = str(value).casefold()
    if text in {"adaptive", "auto", "keep_ratio", "original"}:
        choice = ", ".join(f'"{one}"' for one in RATIOS)
        return f"Seedance X1 does not choose the ratio itself; write the picture's own: {choice}"
    pair = _PAIR.fullmatch(text) or _PIXELS.fullmatch(text)
    meant_by = _shape(*map(int, pair.groups())) if pair else _SHAPES.get(text)
    choice = ", ".join(f'"{one}"' for one in RATIOS)
    return f'write "{meant_by}"' if meant_by else f"write one of {choice}" if pair else None


def duration(value: object) -> str | None:
    """Advise on units, quotes, fractions and milliseconds."""
    low, high = SECONDS
    number = _whole(value)
    if number is None:
        return None
    if number == -1:
        return f"Seedance X1 does not choose the length itself; write {low} to {high}"
    if number % _MILLI == 0 and low <= number // _MILLI <= high:
        return f"it counts seconds; write {number // _MILLI}"
    if not low <= number <= high:
        return f"write a whole number of seconds from {low} to {high}"
    return f"write {number}" + (UNQUOTED if isinstance(value, str) else "")


def kind(value: object) -> str | None:
    """Advise on the type of an item."""
    text = str(value).casefold()
    if text in habits.TYPES:
        return f"did you mean '{habits.TYPES[text]}'?"
    own = next((kind for kind, roles in ROLES.items() if text in roles), None)
    return f"that is a role; write type: {own}, role: {text}" if own else None


def body(value: object) -> str | None:
    """Advise on a source that is a text."""
    return f"write {source(value)}" if isinstance(value, str) else None


def content(value: object) -> str | None:
    """Advise on content that is no list."""
    if isinstance(value, Mapping):
        return "make a list of it: '- ' before the first key of each item"
    return f"write a list: - {{type: text, text: {copied(value)}}} and a medium" if value else None


def item(value: object) -> str | None:
    """Advise on an item that is a text."""
    if not isinstance(value, str) or not value.strip():
        return None
    web = ":" in value and PATTERNS["url"].search(value)
    if web or value.casefold().endswith(MEDIA_SUFFIXES):
        return f"write {{type: image_url, image_url: {source(value)}}}"
    return f"write {{type: text, text: {copied(value)}}}"


def tags(value: object) -> str | None:
    """Advise on tags that are one text."""
    if not isinstance(value, str):
        return None
    words = [word.strip() for word in value.split(",") if word.strip()]
    return f"write tags: [{', '.join(map(copied, words))}]" if words else None


def name(value: object) -> str | None:
    """Advise on a name with blanks and other signs."""
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", value).strip("-._") if isinstance(value, str) else ""
    return f"write {slug}" if slug != value and PATTERNS["name"].search(slug) else None


def url(value: object) -> str | None:
    """Advise on a URL without its scheme, and on what is a file."""
    if not isinstance(value, str):
        return None
    if value.startswith(("\u201c", "\u2018")):
        return 'curly quotes are text to YAML; write plain ones: "https://…"'
    if value.lower().startswith("www.") or _DOMAIN.match(value):
        return _with(value, "write https://")
    if "://" in value and any(map(str.isspace, value.strip())):
        return "write %20 for a space in a URL"
    if value.lower().startswith(("data:", "file:")):
        return "keep the file in the project and write path: media/…"
    file = (
        PATTERNS["path"].search(value)
        and ":" not in value
        and ("/" in value or value.lower().endswith(MEDIA_SUFFIXES))
    )
    return _with(value, "for a file of the project write path: ") if file else None


def path(value: object) -> str | None:
    """Advise on a path that is a URL, or written for another system."""
    if not isinstance(value, str):
        return None
    if "://" in value:
        return _with(value, "for a URL write url: ")
    slashed = value.replace("\\", "/")
    sound = slashed != value and PATTERNS["path"].search(slashed)
    return _with(slashed, "write it with forward slashes: ") if sound else None


def text_path(value: object) -> str | None:
    """Advise on the path of a prompt, which can come from no URL."""
    if isinstance(value, str) and "://" in value:
        return "copy it into the project: a prompt comes from no URL"
    return path(value)


def _whole(value: object) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case float():
            return int(value) if value.is_integer() else None
        case str() if found := _UNIT.fullmatch(value[:40].strip()):
            return int(found[1]) if len(found[1]) <= len("15000") else None
        case _:
            return None


def _shape(width: int, height: int) -> str | None:
    """Find the ratio of a width to a height, where it is near one that is known."""
    if not height:
        return None
    near = {name: abs(width / height / _value(name) - 1) for name in RATIOS}
    best = min(near, key=lambda name: near[name])
    return best if near[best] <= _NEAR else None


def _value(name: str) -> float:
    width, height = name.split(":")
    return int(width) / int(height)


def _with(value: str, advice: str) -> str | None:
    """Give the advice with the value in it, where that is short enough to be copied."""
    return f"{advice}{masked(value)}" if len(value) <= _LONGEST_ADVISED else None


HABITS: Final[Mapping[str, Callable[[object], str | None]]] = {
    "": spec,
    "name": name,
    "model": model,
    "resolution": resolution,
    "ratio": ratio,
    "duration": duration,
    "content": content,
    "content[]": item,
    "tags": tags,
    "type": kind,
    "image_url": body,
    "video_url": body,
    "audio_url": body,
    "url": url,
    "path": path,
    "text_file": text_path,
}
"""Key, or key and `[]` for an item of its list, to who knows what people write there from habit."""

"""A spec to what a person should still know of it; none of it is an error by itself."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from seedjob.diagnostic import Finding
from seedjob.models.seedance_x1 import FAST, FAST_DOUBTED, FRAMES
from seedjob.models.upstream import LIMITS
from seedjob.spec import prompt
from seedjob.spec.document import Document
from seedjob.spec.items import count, items, urls
from seedjob.spec.text import MEDIA_SUFFIXES, PATTERNS
from seedjob.spec.written import shown

FAST_RULE: Final = "fast-1080p"

FORMATS: Final[Mapping[str, str]] = {"jpg": "jpeg", "tif": "tiff"}
"""Ending of a file's name to the format that it stands for, where that is another word."""

_CREDENTIALS: Final = re.compile(
    r"(?i)https?://[^/?#]*@"
    r"|[?&](?:[a-z0-9._-]*(?:api[_-]?key|token|signature|password|passwd|secret|accesskeyid)"
    r"|sig|auth_key|x-amz-credential|x-goog-credential|x-oss-credential)=[^&#]"
)
_CUT: Final = re.compile(r"[ \t]+(#(?!\s*seedjob:)[^\s].*)")


def advise(document: Document) -> Iterator[Finding]:
    """Point at what the service takes, and what may still come out otherwise.

    Of a spec that is refused only what can be told is looked at.
    """
    data = document.data
    if isinstance(data, Mapping):
        yield from _fast(data)
        yield from _counts(data)
        yield from _urls(data)
        yield from _prompts(document)


def _fast(data: Mapping[str, object]) -> Iterator[Finding]:
    model = data.get("model")
    if model in FAST and data.get("resolution") == FAST_DOUBTED:
        yield Finding(
            FAST_RULE,
            ("resolution",),
            f"'{model}' takes {FAST_DOUBTED} here, but the model behind it may not have it",
            "look at the pixels of the first video before a batch",
            severity="notice",
        )


def _counts(data: object) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for index, kind, item in items(data):
        if kind not in LIMITS or item.get("role", "reference") in FRAMES:
            continue
        seen[kind] += 1
        limits = LIMITS[kind]
        if seen[kind] == limits.most + 1:
            yield Finding(
                "upstream-count",
                ("content", index, *(("role",) if "role" in item else ())),
                f"more than {limits.most} {limits.noun} references, which the model behind the"
                " service does not take",
                "take some out",
                severity="warning",
            )


def _urls(data: object) -> Iterator[Finding]:
    for index, kind, url in urls(data):
        route = ("content", index, kind, "url")
        ending = _ending(url)
        odd = ending in MEDIA_SUFFIXES and _format(ending) not in LIMITS[kind].formats
        credentials = _CREDENTIALS.search(url)
        if not (odd or credentials) or not PATTERNS["url"].search(url):
            continue
        if credentials:
            message = "the URL holds a password, a key or a signature, and specs are kept in git"
            hint = "put the file where none is needed, or into the project and write path:"
            yield Finding("url-credentials", route, message, hint, severity="warning")
        if odd:
            yield wrong_format(route, f"'{ending}'", kind)


def _ending(url: str) -> str:
    name = url.partition("?")[0].partition("#")[0].rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}"


def _format(ending: str) -> str:
    return FORMATS.get(ending[1:], ending[1:])


def wrong_format(route: tuple[str | int, ...], what: str, kind: str) -> Finding:
    """Say that a medium is of a format that the model behind the service is not known to read."""
    limits = LIMITS[kind]
    known = ", ".join(limits.formats)
    message = f"{what} is no {limits.noun} that the model behind the service is known to read"
    return Finding("upstream-format", route, message, f"give one of {known}", severity="warning")


def _prompts(document: Document) -> Iterator[Finding]:
    media, cuts = count(document.data), _CUT.search(document.text)
    for index, kind, item in items(document.data):
        text = item.get("text") if kind == "text" else None
        if not isinstance(text, str):
            continue
        route = ("content", index, "text")
        yield from prompt.advise(text, media, route)
        if cut := _CUT.match(document.rest(route)) if cuts else None:
            message = f"the prompt ends before {shown(cut[1])}, where YAML begins a comment"
            hint = 'put the prompt in quotes, or write "# " before a comment'
            yield Finding("prompt-comment", route, message, hint, severity="warning")

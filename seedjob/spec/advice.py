"""A spec to what a person should still know of it; none of it is an error by itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.seedance_x1 import FAST, FAST_DOUBTED, FRAMES
from seedjob.models.upstream import LIMITS
from seedjob.rulebook.private import has_credentials
from seedjob.spec import prompt
from seedjob.spec.document import Document
from seedjob.spec.items import counter, items, url_of
from seedjob.spec.lookup import Scope
from seedjob.spec.placeholder import NO_NAMES
from seedjob.spec.text import MEDIA_SUFFIXES, PATTERNS
from seedjob.spec.written import shown

FAST_RULE: Final = "fast-1080p"

FORMATS: Final[Mapping[str, str]] = {"jpg": "jpeg", "tif": "tiff"}
"""Ending of a file's name to the format that it stands for, where that is another word."""

_CUT: Final = re.compile(r"#(?<=[ \t]#)(?!\s*seedjob:)[^\s].*")


def advise(document: Document) -> Iterator[Finding]:
    """Point at what the service takes, and what may still come out otherwise.

    Of a spec that is refused only what can be told is looked at.
    """
    return advise_on(document.data, document.rest if cuts(document.text) else None)


def cuts(text: str) -> bool:
    """Tell whether a text has comments that may cut a prompt."""
    return _CUT.search(text) is not None


def advise_on(
    data: object, rest: Callable[[Route], str] | None, *, scope: Scope = NO_NAMES
) -> Iterator[Finding]:
    """Advise on the plain data of one job; `rest` tells what follows a text on its last line.

    `scope` holds what the job can look up.
    """
    if not isinstance(data, dict):
        return
    yield from _fast(data)
    seen = dict.fromkeys(LIMITS, 0)
    media = counter(data)
    for index, kind, item in items(data):
        if kind != "text":
            yield from _medium(index, kind, item, seen)
        elif isinstance(text := item.get("text"), str):
            route: Route = ("content", index, "text")
            yield from prompt.advise(text, media, route, scope=scope)
            yield from _cut(rest(route), route) if rest else ()


def _medium(
    index: int, kind: str, item: Mapping[str, Any], seen: dict[str, int]
) -> Iterator[Finding]:
    """Advise on one medium; `seen` counts the references of each type so far."""
    if item.get("role") not in FRAMES:
        seen[kind] += 1
        if seen[kind] == LIMITS[kind].most + 1:
            yield _one_too_many(index, kind, item)
    url = url_of(kind, item)
    if url is not None:
        yield from _url(url, kind, ("content", index, kind, "url"))


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


def _one_too_many(index: int, kind: str, item: Mapping[str, object]) -> Finding:
    limits = LIMITS[kind]
    route: Route = ("content", index, "role") if "role" in item else ("content", index)
    told = f"more than {limits.most} {limits.noun} references"
    message = f"{told}, which the model behind the service does not take"
    return Finding("upstream-count", route, message, "take some out", severity="warning")


def _url(url: str, kind: str, route: Route) -> Iterator[Finding]:
    ending = _ending(url)
    odd = ending in MEDIA_SUFFIXES and _format(ending) not in LIMITS[kind].formats
    credentials = ("@" in url or "=" in url) and has_credentials(url)
    if not (odd or credentials) or not PATTERNS["url"].search(url):
        return
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


def wrong_format(route: Route, what: str, kind: str) -> Finding:
    """Say that a medium is of a format that the model behind the service is not known to read."""
    limits = LIMITS[kind]
    known = ", ".join(limits.formats)
    message = f"{what} is no {limits.noun} that the model behind the service is known to read"
    return Finding("upstream-format", route, message, f"give one of {known}", severity="warning")


def _cut(rest: str, route: Route) -> Iterator[Finding]:
    cut = _CUT.search(rest)
    if cut:
        message = f"the prompt ends before {shown(cut.group())}, where YAML begins a comment"
        hint = 'put the prompt in quotes, or write "# " before a comment'
        yield Finding("prompt-comment", route, message, hint, severity="warning")

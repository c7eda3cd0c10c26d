"""The local files of a spec to what the model behind the service may not take of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.errors import MediaError
from seedjob.media.check import local_files
from seedjob.media.clip import ClipFacts, probe_clip
from seedjob.media.disk import LONGEST_TEXT
from seedjob.media.picture import PictureFacts, probe_picture
from seedjob.models.upstream import LIMITS, Limits
from seedjob.spec import prompt
from seedjob.spec.advice import wrong_format
from seedjob.spec.items import counter
from seedjob.spec.lookup import Scope
from seedjob.spec.placeholder import NO_NAMES
from seedjob.spec.written import shown

Facts = PictureFacts | ClipFacts | None

_STREAM: Final[Mapping[str, str]] = {"video_url": "video", "audio_url": "audio"}


def advise(
    data: Any, folder: Path, blamed: Collection[Route] = (), *, scope: Scope = NO_NAMES
) -> Iterator[Finding]:
    """Advise on the files that a spec in `folder` names, but for those at `blamed` routes.

    `data` is the spec as plain data, sound or not; no file outside of the project is read where
    `blamed` holds what `missing` found. `scope` holds what the job can look up.
    """
    seconds: dict[str, float] = defaultdict(float)
    media = counter(data)
    for route, name in local_files(data):
        if route in blamed:
            continue
        with suppress(OSError):  # gone since it was looked for: the next judge will say so
            if route[-1] == "text_file":
                yield from _prompt(folder / name, media, route, scope)
            else:
                yield from _file(folder / name, name, route, seconds)


def _file(path: Path, name: str, route: Route, seconds: dict[str, float]) -> Iterator[Finding]:
    kind = str(route[-2])
    status = path.stat()
    if status.st_size > LIMITS[kind].bytes:  # and look no further: some are made to be looked at
        yield _too_large(name, status.st_size, route)
        return
    facts = _facts(path, kind, status.st_mtime_ns, status.st_size)
    yield from _about(name, facts, route)
    if isinstance(facts, ClipFacts):
        yield from _in_all(seconds, facts, route)


def _prompt(
    path: Path, media: Callable[[], Mapping[str, int]], route: Route, scope: Scope
) -> Iterator[Finding]:
    if path.stat().st_size <= LONGEST_TEXT:
        text = path.read_text("utf-8", "replace")
        yield from prompt.advise(text, media, route, scope=scope)


@lru_cache(maxsize=1024)
def _facts(path: Path, kind: str, _changed: int, _size: int) -> Facts:
    """Probe a file once for the many specs that name it."""
    try:
        return probe_clip(path) if kind in _STREAM else probe_picture(path)
    except MediaError:
        return None


def _too_large(name: str, size: int, route: Route) -> Finding:
    most = LIMITS[str(route[-2])].bytes
    told = f"is {size:,} bytes large, where {most:,} are the most"
    return _warning("upstream-bytes", route, name, told, "give a smaller file")


def _about(name: str, facts: Facts, route: Route) -> Iterator[Finding]:
    """Tell the first thing that is odd about one file."""
    kind = str(route[-2])
    limits = LIMITS[kind]
    if facts is None or facts.format not in limits.formats or _silent(facts, kind):
        yield wrong_format(route, shown(name), kind)
    elif isinstance(facts, PictureFacts):
        yield from _picture(name, facts, limits, route)
    else:
        yield from _clip(name, facts, limits, route)


def _silent(facts: PictureFacts | ClipFacts, kind: str) -> bool:
    return isinstance(facts, ClipFacts) and _STREAM[kind] not in facts.kinds


def _picture(name: str, facts: PictureFacts, limits: Limits, route: Route) -> Iterator[Finding]:
    sides, shape = limits.sides, limits.shape
    assert sides is not None
    assert shape is not None
    size = f"is {facts.width} x {facts.height} pixels"
    if facts.width not in sides or facts.height not in sides:
        told = f"{size}, where each side has {sides}"
        yield _warning("upstream-pixels", route, name, told, "give it in another size")
    elif facts.width / facts.height not in shape:
        told = f"{size}, {facts.width / facts.height:.2f} to 1, where {shape} to 1 is taken"
        yield _warning("upstream-shape", route, name, told, "crop it")


def _clip(name: str, facts: ClipFacts, limits: Limits, route: Route) -> Iterator[Finding]:
    if limits.seconds and facts.seconds and facts.seconds not in limits.seconds:
        told = f"is {facts.seconds:.1f} s long, where {limits.seconds} s are taken"
        yield _warning("upstream-seconds", route, name, told, "cut it to length")
    elif limits.fps and facts.fps and round(facts.fps, 1) not in limits.fps:
        told = f"has {facts.fps:g} frames a second, where {limits.fps} are taken"
        yield _warning("upstream-fps", route, name, told, "give it at another rate")


def _in_all(seconds: dict[str, float], facts: ClipFacts, route: Route) -> Iterator[Finding]:
    """Tell of the file with which all of a kind become too long, unless it is so alone."""
    kind = str(route[-2])
    noun, most = LIMITS[kind].noun, LIMITS[kind].seconds_in_all
    before, seconds[kind] = seconds[kind], seconds[kind] + facts.seconds
    if most is not None and facts.seconds <= most and before <= most < seconds[kind]:
        told = f"the {noun} files are {seconds[kind]:.1f} s long in all"
        message = f"{told}, where {most:g} s are taken"
        yield Finding("upstream-seconds", route, message, "cut some", severity="warning")


def _warning(rule: str, route: Route, name: str, told: str, hint: str) -> Finding:
    return Finding(rule, route, f"{shown(name)} {told}", hint, severity="warning")

"""A video or sound file to what its container says of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seedjob.media.container import MICROSECONDS, SOUNDS, VIDEOS, opened

if TYPE_CHECKING:
    from av.container import InputContainer


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What a clip is; `seconds` and `fps` are 0.0 where the file does not tell.

    `kinds` holds `video` and `audio`, each where there is such a stream.
    """

    format: str
    seconds: float
    fps: float
    kinds: frozenset[str]


def probe_clip(path: Path) -> ClipFacts:
    """Open the container at `path`; raise MediaError where that cannot be done."""
    with opened(path, f"{VIDEOS},{SOUNDS}", "clip") as container:
        return _facts(container)


def _facts(container: "InputContainer") -> ClipFacts:
    streams = container.streams
    rate = streams.video[0].average_rate if streams.video else None
    return ClipFacts(
        format=_format(container),
        seconds=container.duration / MICROSECONDS if container.duration else 0.0,
        fps=float(rate) if rate else 0.0,
        kinds=frozenset(
            kind for kind, found in (("video", streams.video), ("audio", streams.audio)) if found
        ),
    )


def _format(container: "InputContainer") -> str:
    """Name the container as files are named: FFmpeg calls all of one family by all its names."""
    names = container.format.name.split(",")
    brand = container.metadata.get("major_brand", "").strip().lower()
    if "mov" not in names:
        return names[0]
    return {"qt": "mov", "m4a": "m4a"}.get(brand, "mp4")

"""The media of an order to the frames of a film: what is shown, how it moves, how it fades."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from seedjob.errors import MediaError
from seedjob.local.film import FPS, video_frames
from seedjob.local.order import Medium
from seedjob.local.pictures import picture
from seedjob.local.planes import Box, Planes, Size, blend, planes, view
from seedjob.local.urls import shown

ROOM = 1.14  # a still is prepared larger than the frame by this, to move within
SHORTEST = 12  # frames of a scene; media beyond what fits are not shown
FADE = 12  # frames between references
LONG_FADE = 0.4  # of the film, between the first frame and the last


class Look(NamedTuple):
    """Where a still is looked at: `zoom` 1 shows all of it, `x` and `y` 0..1 what is left out."""

    zoom: float
    x: float
    y: float


class Move(NamedTuple):
    """From one look to another."""

    start: Look
    end: Look


PUSH_IN = Move(Look(1.0, 0.5, 0.5), Look(ROOM, 0.5, 0.45))
PULL_OUT = Move(Look(ROOM, 0.5, 0.45), Look(1.02, 0.5, 0.5))
MOVES = (
    PUSH_IN,
    Move(Look(1.10, 0.1, 0.5), Look(1.10, 0.9, 0.5)),
    PULL_OUT,
    Move(Look(1.10, 0.9, 0.5), Look(1.10, 0.1, 0.5)),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """A medium to be shown: `file` where it was fetched."""

    medium: Medium
    file: Path | None


Scene = Callable[[int], Iterator[Planes]]  # asked for so many frames


def film(shots: tuple[Shot, ...], size: Size, seconds: int) -> Iterator[Planes]:
    """Show the shots one after the other, in exactly `seconds` of frames."""
    total = seconds * FPS
    seen = {shot.medium.role: shot for shot in shots}
    if "last_frame" in seen:
        first = partial(still, seen["first_frame"], size, _part(PUSH_IN, 0, (1 + LONG_FADE) / 2))
        last = partial(still, seen["last_frame"], size, _part(PUSH_IN, (1 - LONG_FADE) / 2, 1))
        return edited([first, last], total, int(total * LONG_FADE))
    fitting = [shot for shot in shots if shot.medium.kind != "audio"][: total // SHORTEST]
    scenes: list[Scene] = [
        partial(moving, shot, size)
        if shot.medium.kind == "video"
        else partial(still, shot, size, MOVES[index % len(MOVES)])
        for index, shot in enumerate(fitting)
    ]
    return edited(scenes, total, min(FADE, total // len(scenes) // 2))


def _part(move: Move, start: float, end: float) -> Move:
    """Take a part of a move, so that two pictures of one place lie on each other in a fade."""
    return Move(_on_the_way(move, start), _on_the_way(move, end))


def _on_the_way(move: Move, share: float) -> Look:
    return Look(*(a + (b - a) * share for a, b in zip(move.start, move.end, strict=True)))


def edited(scenes: list[Scene], total: int, fade: int) -> Iterator[Planes]:
    """Cut scenes of equal share together, each fading into the next."""
    cuts = [round(index * total / len(scenes)) for index in range(len(scenes) + 1)]
    outgoing: Iterator[Planes] = iter(())
    for index, scene in enumerate(scenes):
        # A fade lies around the cut: half of it before, half of it behind.
        start = max(0, cuts[index] - fade // 2) if index else 0
        last = index == len(scenes) - 1
        end = total if last else cuts[index + 1] - fade // 2
        frames = scene(end - start + (0 if last else fade))
        for step, old in enumerate(outgoing, 1):
            yield blend(old, next(frames), smooth(step / (fade + 1)))
        yield from islice(frames, end - start - (fade if index else 0))
        outgoing = frames


def smooth(share: float) -> float:
    """Start and end slowly."""
    return share * share * (3 - 2 * share)


def still(shot: Shot, size: Size, move: Move, count: int) -> Iterator[Planes]:
    """Move slowly over a still."""
    large = (_even(size[0] * ROOM), _even(size[1] * ROOM))
    try:
        source = planes(picture(shot.medium, shot.file, large))
    except MediaError as error:
        raise _named(shot, error) from error
    for step in range(count):
        yield view(source, size, _box(move, step / max(1, count - 1), large))


def _even(number: float) -> int:
    return round(number / 2) * 2


def _box(move: Move, share: float, large: Size) -> Box:
    zoom, x, y = _on_the_way(move, share)
    wide, high = large[0] / zoom, large[1] / zoom
    left, top = (large[0] - wide) * x, (large[1] - high) * y
    return left, top, left + wide, top + high


def moving(shot: Shot, size: Size, count: int) -> Iterator[Planes]:
    """Play a video from its start, again and again; one that was not fetched is a card."""
    if shot.file is None:
        yield from still(shot, size, PUSH_IN, count)
        return
    try:
        yield from islice(video_frames(shot.file, size), count)
    except MediaError as error:
        raise _named(shot, error) from error


def _named(shot: Shot, error: MediaError) -> MediaError:
    return MediaError(f"{shot.medium.role} {shown(shot.medium.url)!r}: {error}")

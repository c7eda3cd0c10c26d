"""An order and its media to a playable MP4: the same order and media, the same bytes."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from seedjob.local.order import Order

LOOK = 1  # raised when a film of the same order is to look otherwise, so that no cache stands
SHORT_SIDE = {"480p": 480, "720p": 720, "1080p": 1080}


class Stopped(Exception):  # noqa: N818 - not an error: the service was told to stop
    """The service stops; the film was not finished."""


def size_of(resolution: str, ratio: str) -> tuple[int, int]:
    """Tell pixels across and down: the short side as the resolution says, the long one even."""
    across, down = map(int, ratio.split(":"))
    short = SHORT_SIDE[resolution]
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return (long, short) if across >= down else (short, long)


def render(
    order: Order, files: tuple[Path | None, ...], out: Path, stopped: Callable[[], bool]
) -> float:
    """Make the film at `out`, whole or not at all, and tell its seconds.

    `files` are the order's media, none for those that were not fetched. Raises MediaError for a
    medium that cannot be read, Stopped as soon as `stopped` says so.
    """
    from seedjob.local.caption import overlays
    from seedjob.local.film import write_film
    from seedjob.local.planes import Planes, laid_over
    from seedjob.local.scenes import Shot, film
    from seedjob.local.sound import track

    size = size_of(order.resolution, order.ratio)
    shots = tuple(map(Shot, order.media, files))
    over = overlays(order.prompt, size)

    def frames() -> Iterator[Planes]:
        for picture in film(shots, size, order.duration):
            if stopped():
                raise Stopped
            yield laid_over(picture, *over)

    part = out.with_name(f"{out.stem}.{os.urandom(4).hex()}.part")
    try:
        seconds = write_film(part, frames(), sound=track(shots, order.duration))
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return seconds


def rendered_seconds(video: Path) -> float | None:
    """Tell the seconds of a film made earlier; none where there is none, or none that opens."""
    if not video.exists():
        return None
    from seedjob.local.film import film_seconds

    return film_seconds(video)

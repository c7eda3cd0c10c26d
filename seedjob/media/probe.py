"""A video file to the facts about it, proved by decoding its first frame."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seedjob.errors import MediaError
from seedjob.media.container import MICROSECONDS, VIDEOS, opened

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

MOST_PIXELS = 8192 * 8192


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video is; `seconds` and `fps` to three decimals, 0.0 where the file does not tell."""

    width: int
    height: int
    seconds: float
    fps: float
    codec: str


def probe_video(path: Path) -> VideoFacts:
    """Open a container and decode its first frame; raise MediaError where that cannot be done."""
    with opened(path, VIDEOS, "video") as container:
        facts = _facts(container)
        whole = _is_whole(container)
    if facts is None:
        raise MediaError(f"'{path.name}' holds no video frame")
    if not whole:
        raise MediaError(f"'{path.name}' is cut short: frames that it announces are missing")
    return facts


def _facts(container: "InputContainer") -> VideoFacts | None:
    frame = _first_frame(container)
    if frame is None:
        return None
    stream = container.streams.video[0]
    length = float((stream.duration or 0) * (stream.time_base or 0))
    whole = container.duration / MICROSECONDS if container.duration else length
    rate = stream.average_rate or stream.guessed_rate
    return VideoFacts(
        width=frame.width,
        height=frame.height,
        seconds=round(whole, 3),
        fps=round(float(rate), 3) if rate else 0.0,
        codec=stream.codec_context.name,
    )


def _is_whole(container: "InputContainer") -> bool:
    """Tell whether every frame that the container announces is in the file; none is decoded."""
    if not container.streams.video:
        return True
    stream = container.streams.video[0]
    container.seek(0)
    return sum(packet.size > 0 for packet in container.demux(stream)) >= stream.frames


def _first_frame(container: "InputContainer") -> "VideoFrame | None":
    if not container.streams.video:
        return None
    context = container.streams.video[0].codec_context
    context.thread_count = 1  # one frame is not worth a thread a core
    context.options = {"max_pixels": str(MOST_PIXELS)}
    return next(iter(container.decode(video=0)), None)

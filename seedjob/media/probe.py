"""A video file to the facts about it, proved by decoding its first frame."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from seedjob.errors import MediaError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

# A playlist or a concat script that calls itself a video would make FFmpeg open other files.
OPTIONS = {"format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts"}
MOST_PIXELS = 8192 * 8192
MICROSECONDS = 1_000_000


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
    try:
        with path.open("rb") as file:
            return _probe(file, path.name)
    except OSError as error:
        raise MediaError(f"cannot read '{path.name}': {error.strerror or error}") from error


def _probe(file: BinaryIO, name: str) -> VideoFacts:
    import av

    try:
        with av.open(file, "r", options=OPTIONS) as container:
            facts = _facts(container)
            whole = _is_whole(container)
    except (av.FFmpegError, OSError, ValueError, EOFError, MemoryError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise MediaError(f"'{name}' is no video that plays: {told.lower()}") from error
    if facts is None:
        raise MediaError(f"'{name}' holds no video frame")
    if not whole:
        raise MediaError(f"'{name}' is cut short: frames that it announces are missing")
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

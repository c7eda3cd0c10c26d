"""A video file to the facts about it, proved by its first and last key frames and all between."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seedjob.errors import MediaError
from seedjob.media.container import MICROSECONDS, VIDEOS, opened
from seedjob.media.units import is_picture, length_size

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MOST_PIXELS: Final = 3840 * 2160
"""The largest that the service makes is 2520x1080, a third of these."""

MOST_STREAMS: Final = 16
LIMITS: Final = {"max_pixels": str(MOST_PIXELS), "max_streams": str(MOST_STREAMS)}


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video is; `seconds` and `fps` to three decimals, 0.0 where the file does not tell."""

    width: int
    height: int
    seconds: float
    fps: float
    codec: str


def probe_video(path: Path) -> VideoFacts:
    """Open a container, decode a frame and look at all; raise MediaError for what is not whole.

    Its memory and time are bounded only where `proof` does it.
    """
    with opened(path, VIDEOS, "video", LIMITS) as container:
        flaw = _pixel_flaw(container)
        facts = None if flaw else _facts(container)
        if facts is not None:
            flaw = _flaw(container)
            if flaw is None:
                return facts
    raise MediaError(f"'{path.name}' {flaw or 'holds no video frame'}")


def _pixel_flaw(container: "InputContainer") -> str | None:
    """Judge the size before anything is decoded."""
    for stream in container.streams.video[:1]:
        if stream.width * stream.height > MOST_PIXELS:
            return f"is {stream.width}x{stream.height} pixels large, more than any video of a job"
    return None


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


def _first_frame(container: "InputContainer") -> "VideoFrame | None":
    if not container.streams.video:
        return None
    context = container.streams.video[0].codec_context
    context.thread_count = 1  # one frame is not worth a thread a core
    context.options = {"max_pixels": str(MOST_PIXELS)}
    for packet in container.demux(video=0):
        if packet.size:
            frame = _alone(context, packet)
            if frame is not None:
                return frame
            break
    container.seek(0)  # a first packet that is no picture by itself
    return next(iter(container.decode(video=0)), None)


def _alone(context: "VideoCodecContext", packet: "Packet[VideoStream]") -> "VideoFrame | None":
    """Decode a packet at once: a decoder that waits for more pictures holds them all in memory."""
    frames = [*context.decode(packet), *context.decode(None)]
    context.flush_buffers()
    return frames[0] if frames else None


def _flaw(container: "InputContainer") -> str | None:
    """Say what is wrong with the rest, where every frame that is announced should be a picture."""
    stream = container.streams.video[0]
    size = length_size(stream.codec_context.name, stream.codec_context.extradata)
    container.seek(0)
    count, key = 0, None
    for packet in container.demux(stream):
        if not packet.size:
            continue
        if packet.is_corrupt or (size and not is_picture(bytes(packet), size)):
            return f"is damaged: its frame {count + 1} is no picture"
        if packet.is_keyframe and count:  # the first was decoded before
            key = packet
        count += 1
    if count < stream.frames:
        return "is cut short: frames that it announces are missing"
    return _key_flaw(stream, key)


def _key_flaw(stream: "VideoStream", key: "Packet[VideoStream] | None") -> str | None:
    """Decode the last key frame; one that gives no picture by itself is no fault."""
    from av import FFmpegError

    try:
        if key is not None:
            stream.codec_context.flush_buffers()
            _alone(stream.codec_context, key)
    except FFmpegError:
        return "is damaged: its last key frame is no picture"
    return None

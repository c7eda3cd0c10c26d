"""Video and audio files to planes and sound, planes and sound to a video file: the door to PyAV."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import av.error
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

from seedjob.errors import MediaError
from seedjob.local.planes import Planes, Size

FPS = 24
RATE = 44_100  # samples a second, in two channels of 16 bits
SAMPLE = 4  # bytes for both channels
SIDE_LIMIT = 8192
SKIPPED_AT_MOST = 16  # frames of a source for one of ours: 24 fps from at most 384
# Containers alone: a playlist could name other files.
READING = {"format_whitelist": "mov,matroska,wav,mp3,aac,flac,ogg,avi"}
BT709 = 1
X264 = {
    "preset": "superfast",
    "g": "48",
    # One thread and no macroblock tree: the same bytes whatever else runs.
    "x264-params": "mbtree=0:threads=1:lookahead-threads=1:sliced-threads=0:deterministic=1",
}


def video_frames(file: Path, size: Size) -> Iterator[Planes]:
    """Play a video for ever at `FPS`, cropped to cover `size`."""
    while True:
        yield from _once(file, size)


def _once(file: Path, size: Size) -> Iterator[Planes]:
    """Play it once: each source frame stands until the next is due."""
    try:
        with file.open("rb") as opened, av.open(opened, "r", options=READING) as container:
            if not container.streams.video:
                raise MediaError("it holds no video")
            stream = container.streams.video[0]
            if max(stream.width, stream.height) > SIDE_LIMIT:
                raise MediaError(f"a video of {stream.width}x{stream.height} pixels is too large")
            yield from _timed(container.decode(stream), size)
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        raise MediaError("not a video that can be read") from error


def _timed(frames: Iterator[av.VideoFrame], size: Size) -> Iterator[Planes]:
    began: float | None = None
    shown = skipped = 0
    for frame in frames:
        at = frame.time or 0.0
        began = at if began is None else began
        if (at - began) * FPS < shown - 0.5 and skipped < SKIPPED_AT_MOST:
            skipped += 1
            continue
        skipped = 0
        covering = _covering(frame, size)
        while shown <= (at - began) * FPS + 0.5:
            yield covering
            shown += 1
    if shown == 0:
        raise MediaError("it holds no frames")


def _covering(frame: av.VideoFrame, size: Size) -> Planes:
    scale = max(size[0] / frame.width, size[1] / frame.height)
    wide = max(size[0], round(frame.width * scale / 2) * 2)
    high = max(size[1], round(frame.height * scale / 2) * 2)
    scaled = frame.reformat(
        width=wide,
        height=high,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC,
    )
    left, top = (wide - size[0]) // 4 * 2, (high - size[1]) // 4 * 2
    y, u, v = (_plane(plane) for plane in scaled.planes)
    half = (left // 2, top // 2, (left + size[0]) // 2, (top + size[1]) // 2)
    return Planes(y.crop((left, top, left + size[0], top + size[1])), u.crop(half), v.crop(half))


def _plane(plane: VideoPlane) -> Image.Image:
    size = (plane.width, plane.height)
    return Image.frombytes("L", size, bytes(plane), "raw", "L", plane.line_size, 1)


def audio_samples(file: Path, seconds: float) -> bytes:
    """Decode at most so many seconds of sound: 16 bits, two channels, `RATE`."""
    wanted = int(seconds * RATE) * SAMPLE
    sound = bytearray()
    try:
        with file.open("rb") as opened, av.open(opened, "r", options=READING) as container:
            if not container.streams.audio:
                raise MediaError("it holds no sound")
            resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
            for frame in container.decode(container.streams.audio[0]):
                for part in resampler.resample(frame):
                    sound += bytes(part.planes[0])[: part.samples * SAMPLE]
                if len(sound) >= wanted:
                    break
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        raise MediaError("not a sound that can be read") from error
    if not sound:
        raise MediaError("it holds no sound")
    return bytes(sound[:wanted])


def write_film(
    file: Path, frames: Iterator[Planes], *, sound: bytes | None = None, crf: int = 21
) -> float:
    """Encode H.264, and AAC where there is sound, into an MP4 that can be played as it comes.

    Tell how many seconds of pictures it has.
    """
    first, count = next(frames), 0
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(file), "w", format="mp4", options=options) as container:
        video = container.add_stream("libx264", rate=FPS, options=X264 | {"crf": str(crf)})
        video.width, video.height, video.pix_fmt = *first.y.size, "yuv420p"
        coder = video.codec_context
        coder.thread_count = 1
        coder.time_base = Fraction(1, FPS)
        coder.colorspace = coder.color_primaries = coder.color_trc = BT709
        coder.color_range = ColorRange.MPEG
        track = _Track(container, sound) if sound else None
        for count, picture in enumerate(chain([first], frames), 1):
            container.mux(video.encode(_frame(picture, count - 1)))
            if track:
                track.play_until(count / FPS)
        container.mux(video.encode(None))
        if track:
            track.end()
    return count / FPS


def film_seconds(file: Path) -> float | None:
    """Measure a film of ours by its frames; none where it cannot be opened."""
    try:
        with av.open(str(file), "r", options=READING) as container:
            return container.streams.video[0].frames / FPS
    except (av.error.FFmpegError, OSError, ValueError, IndexError):
        return None


def _frame(picture: Planes, index: int) -> av.VideoFrame:
    frame = av.VideoFrame(*picture.y.size, "yuv420p")
    for plane, image in zip(frame.planes, (picture.y, picture.u, picture.v), strict=True):
        plane.update(image.tobytes("raw", "L", plane.line_size, 1))
    frame.pts = index
    return frame


class _Track:
    """The sound of a film, encoded beside its pictures so that the file can be streamed."""

    STEP = 1024  # samples of one AAC frame

    def __init__(self, container: av.container.OutputContainer, sound: bytes) -> None:
        self.container, self.sound, self.at = container, sound, 0
        options = {"b": "128k", "flags": "+bitexact"}
        self.stream = container.add_stream("aac", rate=RATE, options=options)
        self.stream.codec_context.layout = "stereo"
        self.resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)

    def play_until(self, seconds: float) -> None:
        while self.at < min(seconds * RATE, len(self.sound) // SAMPLE):
            part = self.sound[self.at * SAMPLE : (self.at + self.STEP) * SAMPLE]
            frame = av.AudioFrame("s16", "stereo", samples=len(part) // SAMPLE)
            frame.planes[0].update(part.ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts = RATE, self.at
            for ready in self.resampler.resample(frame):
                self.container.mux(self.stream.encode(ready))
            self.at += self.STEP

    def end(self) -> None:
        self.container.mux(self.stream.encode(None))

"""A media file to its open container; the door to PyAV of those who only read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seedjob.errors import MediaError

if TYPE_CHECKING:
    from av.container import InputContainer

VIDEOS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts"
SOUNDS: Final = "wav,mp3,ogg,flac,aac"
# A playlist or a concat script that calls itself a video would make FFmpeg open other files.

MICROSECONDS: Final = 1_000_000
NO_LIMITS: Final[Mapping[str, str]] = {}


@contextmanager
def opened(
    path: Path, formats: str, noun: str, limits: Mapping[str, str] = NO_LIMITS
) -> Iterator["InputContainer"]:
    """Open a container of one of these formats; of trouble meanwhile is said that it is no `noun`.

    `limits` are FFmpeg's own options, for the container and for the codecs that it tries.
    Raises MediaError for what cannot be read, be opened, or be decoded inside of the block.
    """
    import av

    try:
        with (
            path.open("rb") as file,
            av.open(file, "r", options={"format_whitelist": formats, **limits}) as container,
        ):
            yield container
    except (av.FFmpegError, ValueError, EOFError, MemoryError) as error:
        told = getattr(error, "strerror", None) or str(error) or "it needs too much memory"
        raise MediaError(f"'{path.name}' is no {noun} that plays: {told.lower()}") from error
    except OSError as error:
        raise MediaError(f"cannot read '{path.name}': {error.strerror or error}") from error

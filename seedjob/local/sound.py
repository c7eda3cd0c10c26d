"""The audios of an order to one sound of the film's length."""

import math
from array import array
from pathlib import Path

from seedjob.errors import MediaError
from seedjob.local.film import RATE, SAMPLE, audio_samples
from seedjob.local.scenes import Shot
from seedjob.local.urls import shown

TONES = (220, 262, 330, 392, 440, 524)  # whole Hz, so that one second joins the next
LOUD = 5200
EDGE = RATE // 50  # samples over which a part swells and dies away


def track(shots: tuple[Shot, ...], seconds: int) -> bytes | None:
    """Let each audio sound for its share; none means no track at all."""
    audios = [shot for shot in shots if shot.medium.kind == "audio"]
    if not audios:
        return None
    total = seconds * RATE
    cuts = [round(index * total / len(audios)) for index in range(len(audios) + 1)]
    return b"".join(
        _softened(_sound(shot, index, cuts[index + 1] - cuts[index]))
        for index, shot in enumerate(audios)
    )


def _sound(shot: Shot, index: int, samples: int) -> bytes:
    if samples == 0:
        return b""
    wanted = samples * SAMPLE
    once = _tone(index) if shot.file is None else _decoded(shot, shot.file, samples / RATE)
    return (once * (wanted // len(once) + 1))[:wanted]


def _decoded(shot: Shot, file: Path, seconds: float) -> bytes:
    try:
        return audio_samples(file, seconds)
    except MediaError as error:
        raise MediaError(f"{shot.medium.role} {shown(shot.medium.url)!r}: {error}") from error


def _tone(index: int) -> bytes:
    """Make a second of a soft tone for an audio that was not fetched."""
    turn = 2 * math.pi * TONES[index % len(TONES)] / RATE
    wave = (math.sin(turn * n) + 0.25 * math.sin(2 * turn * n) for n in range(RATE))
    return array("h", (int(LOUD * height) for height in wave for _ in range(2))).tobytes()


def _softened(sound: bytes) -> bytes:
    levels = array("h", sound)
    edge = min(EDGE, len(levels) // 4)
    for n in range(edge):
        for at in (2 * n, 2 * n + 1, -2 * n - 1, -2 * n - 2):
            levels[at] = levels[at] * n // edge
    return levels.tobytes()

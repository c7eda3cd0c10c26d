"""Four bells, one after the other, to three seconds of sound in an MP3 file."""

import math
from array import array
from pathlib import Path

import av

from seedjob.local.film import RATE

SAMPLES = 3 * RATE
LOUD = 4800
BELLS = ((0.0, 523.25), (0.35, 659.25), (0.7, 783.99), (1.15, 1046.5))  # struck at, Hz
PARTIALS = ((1, 1.0, 2.2), (2.76, 0.35, 4.5), (5.4, 0.12, 9.0))  # times Hz, loudness, decay


def write_chime(file: Path) -> None:
    """Ring the bells and encode them."""
    with av.open(str(file), "w", format="mp3", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libmp3lame", rate=RATE, options={"b": "96k"})
        stream.codec_context.layout, stream.codec_context.format = "stereo", "s16p"
        frame = _frame(_chime())
        for part in av.AudioResampler("s16p", "stereo", RATE, frame_size=1152).resample(frame):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))


def _chime() -> bytes:
    """Mix the bells: 16 bits, two channels."""
    sound = array("h", bytes(4 * SAMPLES))
    for strike, pitch in BELLS:
        start = int(strike * RATE)
        for n in range(SAMPLES - start):
            fade = min(1.0, n / 90, (SAMPLES - start - n) / 9000)
            level = int(LOUD * _height(pitch, n / RATE) * fade)
            for side in (0, 1):
                sound[2 * (start + n) + side] += level
    return sound.tobytes()


def _height(pitch: float, t: float) -> float:
    return math.fsum(
        a * math.exp(-d * t) * math.sin(2 * math.pi * pitch * f * t) for f, a, d in PARTIALS
    )


def _frame(sound: bytes) -> av.AudioFrame:
    frame = av.AudioFrame("s16", "stereo", samples=SAMPLES)
    frame.planes[0].update(sound.ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate, frame.pts = RATE, 0
    return frame

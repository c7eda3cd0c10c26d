"""What of a coded picture's bytes an encoder can have written."""

import pytest

from seedjob.media.units import is_picture, length_size

AVC = bytes((1, 100, 0, 31, 0xFF)) + bytes(9)
HEVC = bytes((1,)) + bytes(20) + b"\xff" + bytes(9)

SIZES = {
    "avcC": ("h264", AVC, 4),
    "avcC of lengths of two": ("h264", AVC[:4] + b"\xfd", 2),
    "hvcC": ("hevc", HEVC, 4),
    "Annex B": ("h264", b"\0\0\0\1\x67", 0),
    "nothing": ("h264", None, 0),
    "too little": ("hevc", AVC, 0),
    "another codec": ("vp9", AVC, 0),
}


@pytest.mark.parametrize(("codec", "configuration", "size"), SIZES.values(), ids=SIZES)
def test_the_size_of_lengths_is_read(codec: str, configuration: bytes | None, size: int) -> None:
    assert size == length_size(codec, configuration)


UNIT = b"\0\0\0\3abc"
SAMPLES = {
    "a unit": (UNIT, True),
    "units": (UNIT * 3, True),
    "nothing": (b"", True),
    "zeros": (bytes(1000), False),
    "junk": (bytes(range(256)), False),
    "a rest": (UNIT + b"x", False),
    "a unit cut short": (UNIT[:-1], False),
    "an empty unit": (UNIT + bytes(4) + UNIT, False),
    "a hole": (b"\0\0\1\0" + b"x" * 100 + bytes(156), False),
    "some zeros": (b"\0\0\0\x0f" + b"x" + bytes(14), True),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES)
def test_a_picture_is_units_without_holes(sample: bytes, expected: bool) -> None:
    assert expected == is_picture(sample, 4)

"""A coded picture's bytes to whether they are what an encoder wrote, without decoding them.

H.264 and HEVC lie in MP4 and Matroska as units behind their lengths (ISO/IEC 14496-15), and within
a unit an encoder breaks up every run of zeros. So a hole, and what is no picture, shows.
"""

from typing import Final

HOLE: Final = bytes(64)
LENGTH_AT: Final = {"h264": 4, "hevc": 21}
"""Where the configuration of a codec says how many bytes a length has, less one."""


def length_size(codec: str, configuration: bytes | None) -> int:
    """Tell the bytes of a unit's length; 0 where units do not lie behind lengths."""
    at = LENGTH_AT.get(codec)
    if at is None or not configuration or configuration[0] != 1 or len(configuration) <= at:
        return 0
    return (configuration[at] & 3) + 1


def is_picture(sample: bytes, size: int) -> bool:
    """Tell whether units with lengths of `size` bytes fill a sample, and none has a hole."""
    at = 0
    while at + size < len(sample):
        length = int.from_bytes(sample[at : at + size])
        if length == 0:
            return False
        at += size + length
    return at == len(sample) and HOLE not in sample

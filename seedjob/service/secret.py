"""A key to a pattern that takes it out of whatever plays it back."""

import base64
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

SHORTEST: Final = 8
"""Characters: a shorter key would be found in ordinary words, and so would less of a longer one."""

HIDDEN: Final = b"[key]"

_NAMES: Final = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_TWINS: Final = {"+": "-", "/": "_"}
"""What base64 writes otherwise where it is made for URLs."""

_BEGUN: Final = rb"(?:(?:\\{1,4}|[%&])[\w#;]{0,12})?\Z"
"""The end of a reply, in the midst of an escape perhaps."""


def hide(body: bytes, key: str) -> bytes:
    """Take an ASCII key out of a reply: plain, escaped for JSON, URLs or HTML, in base64 or hex.

    A reply that breaks off in the midst of the key tells no more of it than a whole one.
    """
    if len(key) < SHORTEST or not _pattern(key, SHORTEST).search(body):
        return body
    return _pattern(key, None).sub(HIDDEN, body)


@lru_cache(maxsize=2)
def _pattern(key: str, most: int | None) -> re.Pattern[bytes]:
    """Match the key, or its first letters alone: all of them take long to compile."""
    hexed = key.encode().hex().encode()
    plain = rb"(?i:%b)" % _sequence(map(_spelt, key[:most]))
    cores = (core[:most] for core in _cores(key.encode()))
    coded = (_sequence(map(_coded, core)) + rb"[\w+/-]?=*" for core in cores)
    pairs = list(zip(hexed, hexed.upper(), strict=True))
    digits = _sequence(b"[%c%c]" % pair for pair in pairs[:most])
    return re.compile(b"|".join([plain, *coded, digits]))


def _sequence(letters: Iterable[bytes]) -> bytes:
    """Match letters in a row; from the shortest key's length on, the reply may end instead."""
    spelt = list(letters)
    rest = (rb"(?:%b|%b)" % (letter, _BEGUN) for letter in spelt[SHORTEST:])
    return b"".join([*spelt[:SHORTEST], *rest])


def _cores(key: bytes) -> Sequence[str]:
    """Give what of its base64 depends on the key alone, for each number of bytes before it."""
    return [
        base64.b64encode(bytes(shift) + key).decode()[
            (8 * shift + 5) // 6 : 8 * (shift + len(key)) // 6
        ]
        for shift in range(3)
    ]


def _coded(letter: str) -> bytes:
    """Match a letter of base64; only those that are none of the alphabet are ever escaped."""
    twin = _TWINS.get(letter)
    return rb"(?i:%b|%b)" % (_spelt(letter), _spelt(twin)) if twin else letter.encode()


def _spelt(letter: str) -> bytes:
    r"""Match a letter as it stands, as `\/`, `\u002f`, `%2F` or `&#x2f;`, escaped twice, too."""
    itself, number = re.escape(letter).encode(), ord(letter)
    html = rb"&(?:amp;){0,2}#(?:0{0,4}%d|x0{0,4}%x);?" % (number, number)
    name = _NAMES.get(letter)
    named = rb"|&(?:amp;){0,2}%b;" % name.encode() if name else b""
    return rb"(?:\\{0,4}%b|\\{1,4}u%04x|%%(?:25){0,2}%02x|%b%b)" % (
        itself,
        number,
        number,
        html,
        named,
    )

"""A secret to the ways of writing it, and bytes to those of them that they hold."""

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from html import escape, unescape
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

Form = Callable[[bytes], bytes]

PIECE: Final = 16
"""Characters of a secret that alone are too much of it."""


def _url(secret: bytes) -> bytes:
    return quote_from_bytes(secret, safe="").encode()


def _small_url(secret: bytes) -> bytes:
    return re.sub(rb"%..", lambda found: found[0].lower(), _url(secret))


def _whole_url(secret: bytes) -> bytes:
    return b"".join(b"%%%02x" % letter for letter in secret)


def _json(secret: bytes) -> bytes:
    return re.sub(rb'(["\\/])', rb"\\\1", secret)


def _json_numbers(secret: bytes) -> bytes:
    return b"".join(rb"\u%04x" % letter for letter in secret)


def _json_some(secret: bytes) -> bytes:
    """Write as Gson does: what may mean something in HTML as a number."""
    return re.sub(rb"[^\w./~-]", lambda found: rb"\u%04X" % found[0][0], secret)


def _base64(secret: bytes, shift: int, code: Callable[[bytes], bytes]) -> bytes:
    """Write it behind so many other bytes, as `Bearer KEY` or `user:KEY` are written."""
    return code(b"-" * shift + secret + b"-")


FORMS: Final[Mapping[str, Form]] = {
    "plain": lambda secret: secret,
    "url": _url,
    "url, small": _small_url,
    "url, every letter": _whole_url,
    "json": _json,
    "json, some as numbers": _json_some,
    "json, every letter": _json_numbers,
    **{
        f"base64 {name}{shift}": partial(_base64, shift=shift, code=code)
        for name, code in (("", b64encode), ("url ", urlsafe_b64encode))
        for shift in range(3)
    },
    "hex": lambda secret: secret.hex().encode(),
    "hex, large": lambda secret: secret.hex().upper().encode(),
    "html": lambda secret: escape(secret.decode()).encode(),
    "html, every letter": lambda secret: b"".join(b"&#%d;" % letter for letter in secret),
    "small": bytes.lower,
}
"""Ways in which a secret may be told; each is one that `held` finds."""


def held(data: bytes, secret: bytes) -> list[str]:
    """List the ways in which the bytes hold the secret, or a piece of it.

    Escapes are taken out of the bytes first, all that there are, so that any mixture is found.
    """
    pieces = _pieces(secret)
    found = {view for view, seen in _views(data.lower()) if _any(pieces, seen)}
    found |= {name for name, one in _coded(secret) if one in data}
    if _any((one.hex().encode() for one in pieces), data.lower()):
        found.add("hex")
    return sorted(found)


def _any(pieces: Iterable[bytes], data: bytes) -> bool:
    return any(one.lower() in data for one in pieces)


def _views(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "plain", data
    if b"%" in data:
        yield "url", unquote_to_bytes(data).lower()
    if b"\\" in data:
        yield "json", _unescaped(data).lower()
    if b"&" in data:
        yield "html", unescape(data.decode("latin-1")).encode("latin-1", "replace").lower()


def _unescaped(data: bytes) -> bytes:
    numbers = re.sub(rb"\\u00([0-9a-fA-F]{2})", lambda it: bytes([int(it[1], 16)]), data)
    return re.sub(rb"\\([\"\\/])", rb"\1", numbers)


@cache
def _coded(secret: bytes) -> tuple[tuple[str, bytes], ...]:
    """Give what of base64 depends on a piece alone, wherever in the coded text it begins."""
    codes: list[tuple[str, bytes]] = []
    for shift in range(3):
        for piece in _pieces(secret):
            whole = b64encode(b"\0" * shift + piece)
            inner = whole[(8 * shift + 5) // 6 : 8 * (shift + len(piece)) // 6]
            codes += [("base64", inner), ("base64 url", inner.translate(_TO_URL))]
    return tuple(codes)


@cache
def _pieces(secret: bytes) -> tuple[bytes, ...]:
    return tuple(secret[at : at + PIECE] for at in range(len(secret) - PIECE + 1))


_TO_URL: Final = bytes.maketrans(b"+/", b"-_")

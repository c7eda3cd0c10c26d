"""Bytes to text that a YAML parser may see: UTF-8, of a sane size, of allowed characters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from seedjob.spec.places import place_between
from seedjob.spec.refusal import Refusal

LARGEST: Final = 1 << 20
MOST_TOLD: Final = 20
MOST_BREAKS: Final = 2_000
"""Line breaks of YAML 1.1 that are looked at one by one; more are refused, quoted or not."""

_BOM: Final = "\ufeff"
_FORBIDDEN: Final = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BREAKS: Final = re.compile("[\x85\u2028\u2029]")
_WIDE: Final = (
    ("UTF-32", re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff|\0\0\0[^\0]|[^\0]\0\0\0")),
    ("UTF-16", re.compile(rb"\xff\xfe|\xfe\xff|\0[^\0]|[^\0]\0")),
)
_NAMES: Final[Mapping[str, str]] = {
    "\0": "a NUL character",
    _BOM: "a byte order mark in the middle of the text",
    "\ufffe": "no character",
    "\uffff": "no character",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text whose U+0085, U+2028 and U+2029 are hidden from parsers that break lines there.

    Each has a stand-in, one character for one, so that no place moves; `shown` turns them back.
    """

    text: str
    shown: Mapping[int, str]
    at: tuple[int, ...] = ()


def decode(source: str | bytes) -> str | Refusal:
    """Turn a file's bytes into text without a byte order mark, or tell why that cannot be."""
    if len(source) > LARGEST or (isinstance(source, str) and _is_large(source)):
        return _refuse_size()
    if isinstance(source, str):
        return source.removeprefix(_BOM)
    try:
        return _refuse_wide(source) or source.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as fault:
        return refuse_byte(source, fault.start)


def forbidden(text: str) -> tuple[Refusal, ...]:
    """Refuse the characters that YAML has no place for, the first few of them."""
    return tuple(_refuse_character(text, m) for m in islice(_FORBIDDEN.finditer(text), MOST_TOLD))


def hide_breaks(text: str) -> Hidden:
    """Put stand-ins, characters that the text does not hold, for line breaks of YAML 1.1."""
    at = (
        ()
        if text.isascii()
        else tuple(found.start() for found in islice(_BREAKS.finditer(text), MOST_BREAKS + 1))
    )
    if not at or len(at) > MOST_BREAKS:
        return Hidden(text, {}, at)
    used = set(text)
    private, rest = range(0xE000, 0xF900), range(0x10000, 0x110000)  # 1 MiB cannot hold them all
    unused = islice((code for code in chain(private, rest) if chr(code) not in used), 3)
    stand_ins = dict(zip("\x85\u2028\u2029", unused, strict=True))
    table = str.maketrans({broken: chr(code) for broken, code in stand_ins.items()})
    shown = {code: broken for broken, code in stand_ins.items()}
    return Hidden(text.translate(table), shown, at)


def stray_break(text: str, at: int) -> Refusal:
    """Refuse a line break that only some tools see."""
    code = f"U+{ord(text[at]):04X}"
    return Refusal(
        place_between(text, at, at + 1),
        "yaml-line-break",
        f"'{code}' is a line break to some YAML tools and not to others",
        "remove it, or put the text in double quotes and write "
        + {"\x85": r"\N", "\u2028": r"\L", "\u2029": r"\P"}[text[at]],
    )


def _is_large(text: str) -> bool:
    return not text.isascii() and len(text.encode("utf-8", "surrogatepass")) > LARGEST


def _refuse_size() -> Refusal:
    return Refusal(
        place_between("", 0, 0),
        "yaml-size",
        f"the file is larger than {LARGEST:,} bytes",
        "split it into several files",
    )


def _refuse_wide(source: bytes) -> Refusal | None:
    for name, pattern in _WIDE:
        if pattern.match(source):
            message = f"the file is '{name}', not UTF-8"
            return Refusal(place_between("", 0, 0), "yaml-encoding", message, "save it as UTF-8")
    return None


def refuse_byte(source: bytes, at: int) -> Refusal:
    """Refuse a byte that belongs to no text."""
    before = source[:at].decode("utf-8").removeprefix(_BOM)
    return Refusal(
        place_between(before + "?", len(before), len(before) + 1),
        "yaml-encoding",
        f"byte '0x{source[at]:02X}' is not UTF-8",
        "save the file as UTF-8",
    )


def _refuse_character(text: str, found: re.Match[str]) -> Refusal:
    character = found.group()
    code = f"{ord(character):04X}"
    half = "\ud800" <= character <= "\udfff"
    name = "half a character" if half else _NAMES.get(character, "a control character")
    writable = not half and character != "\0"
    return Refusal(
        place_between(text, *found.span()),
        "yaml-character",
        f"'U+{code}' is {name}, and YAML does not allow it",
        rf'remove it, or write "\u{code}" inside double quotes' if writable else "remove it",
    )

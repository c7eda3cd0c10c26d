"""Forms of text in a spec, as patterns that Python and every JSON Schema validator read alike."""

import re
from collections.abc import Mapping
from typing import Final

from seedjob.spec.address import BLANK, DARK, WEB

END: Final = r"(?![\s\S])"
"""The very end; `$` would let a last newline pass in Python."""

_PICTURES: Final = (
    *("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "gif", "heic", "heif", "avif", "svg"),
)
_CLIPS: Final = ("mp4", "mov", "m4v", "webm", "mkv", "avi")
_SOUNDS: Final = ("wav", "mp3", "m4a", "aac", "ogg", "opus", "flac")
MEDIA_SUFFIXES: Final = tuple(f".{name}" for name in (*_PICTURES, *_CLIPS, *_SOUNDS))


def _any_case(word: str) -> str:
    return "".join(f"[{c.upper()}{c}]" if c.isalpha() else re.escape(c) for c in word)


_FILE: Final = rf"[^/]*(?:{'|'.join(map(_any_case, MEDIA_SUFFIXES))}){END}"

RESERVED: Final = ("local", "manifest", "poster")
"""Endings that files of ours bear, so no name of a job does."""
_RESERVED: Final = f"(?:{'|'.join(map(_any_case, RESERVED))})"

FORMS: Final[Mapping[str, str]] = {
    "name": rf"^(?!.*\.{_RESERVED}{END})[A-Za-z0-9][A-Za-z0-9._-]{{0,63}}{END}",
    "filled": rf"[^{BLANK}]",
    "url": (
        rf"^(?:{WEB}"
        rf"|{_any_case('asset')}(?:{_any_case('id')})?:///*[^{DARK}/][^{DARK}]*"
        rf"|(?![.~]|{_FILE})[^{DARK}/\\:]+){END}"
    ),
    "path": (
        rf"^(?![/~])(?![A-Za-z]:)(?![A-Za-z][A-Za-z0-9+.-]*://)"
        rf"(?=[^\n]*[^{BLANK}])[^\x00-\x1f\x7f\\]+{END}"
    ),
}
"""Name of a form to its pattern (searched, not matched: each says itself where it is anchored)."""


class _Patterns(dict[str, re.Pattern[str]]):
    """Compiled when first asked for: most specs need few of them, and that of URLs is large."""

    def __missing__(self, name: str) -> re.Pattern[str]:
        self[name] = re.compile(FORMS[name])
        return self[name]


PATTERNS: Final[Mapping[str, re.Pattern[str]]] = _Patterns()

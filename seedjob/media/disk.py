"""The files of a project to what they hold and what is wrong with them, each looked at once."""

import os
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from stat import S_ISREG
from typing import Final

from seedjob.media.nearby import advise
from seedjob.project import inside
from seedjob.spec.lookup import Lookup, Piece, parse, starts
from seedjob.spec.places import place_between
from seedjob.spec.text import PATTERNS

LONGEST_PATH: Final = 4096
"""Characters; no system takes more, and to follow each folder of a longer one takes long."""
MOST_FOLDERS: Final = 64
"""Folders in a path: each is looked at for being a link."""
LONGEST_TEXT: Final = 1024 * 1024
"""Bytes; as much as a whole spec may have."""
MOST_TEXTS: Final = 16
"""Text files of which the pieces are kept."""
MOST_KEPT: Final = 1_000
"""Files and folders of which is kept what was seen."""

_ABSENT: Final = "is not there"
_TOO_LONG: Final = ("is longer than any path", "name a file of the project")


class Disk:
    """The files of the project `root`, each looked at once: many specs name the same few."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._inside = lru_cache(maxsize=MOST_KEPT)(partial(_real_folder, root))
        self._wrong = lru_cache(maxsize=MOST_KEPT)(self._judge)
        self._pieces = lru_cache(maxsize=MOST_TEXTS)(_pieces)
        self._starts = lru_cache(maxsize=MOST_TEXTS)(_starts)

    def wrong(self, path: str, *, text: bool) -> tuple[str, str] | None:
        """Tell what is wrong with a file, and what to do about it."""
        return self._wrong(path, text)

    def read(self, path: str, folder: Path) -> bytes | tuple[str, str]:
        """Read a file that a spec in `folder` names, or tell what is wrong and what to do."""
        whole = Path(f"{folder}/{path}")
        if wrong := too_long(path) or _wrong(whole, self.root, text=False):
            return wrong[0], wrong[1] or advise(path, folder, self.root)
        try:
            if whole.stat().st_size > LONGEST_TEXT:
                return "is over 1 MiB", "split it"
            return whole.read_bytes()
        except OSError as error:
            return f"cannot be read: {error.strerror}", "make it readable"

    def pieces(self, path: str) -> tuple[Piece, ...]:
        """Cut the text file at a path into its lookups and what is between them."""
        return self._pieces(path)

    def spot(self, path: str, lookup: Lookup) -> str:
        """Say where in the text file at a path a lookup stands first."""
        text, found = self._starts(path)
        if lookup.written not in found:  # the file has changed by now
            return "in"
        place = place_between(text, found[lookup.written], found[lookup.written])
        return f"line {place.line}, column {place.column} of"

    def looked_up(self, path: str, folder: Path) -> tuple[Piece, ...] | None:
        """Cut a text file that a spec in `folder` names; None where there is something wrong."""
        whole = f"{folder}/{path}"
        sound = PATTERNS["path"].search(path) and not too_long(path)
        return self.pieces(whole) if sound and not self.wrong(whole, text=True) else None

    def _judge(self, path: str, text: bool) -> tuple[str, str] | None:  # noqa: FBT001 - a key
        if not text and len(path) <= LONGEST_PATH and self._is_sound(path):
            return None
        return _wrong(Path(path), self.root, text=text)

    def _is_sound(self, path: str) -> bool:
        """Tell quickly that a file is there and filled: only what is a link is followed."""
        folder, _, name = path.rpartition("/")
        real = self._inside(folder) if name not in {"", ".", ".."} else None
        return real is not None and _is_filled(f"{real}/{name}")


def too_long(path: str) -> tuple[str, str] | None:
    """Tell that a path goes through more folders than anybody looks at."""
    return _TOO_LONG if path.count("/") > MOST_FOLDERS else None


def _real_folder(root: Path, folder: str) -> str | None:
    try:
        real = Path(folder).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return str(real) if real.is_relative_to(root) else None


def _is_filled(path: str) -> bool:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return False
    try:
        found = os.fstat(file)
    finally:
        os.close(file)
    return S_ISREG(found.st_mode) and found.st_size > 0


def _pieces(path: str) -> tuple[Piece, ...]:
    """Cut a text file into pieces, none where nothing in it is like a lookup."""
    text = _text(path)
    return parse(text) if "{" in text else ()


def _starts(path: str) -> tuple[str, Mapping[str, int]]:
    """Give a text, and where in it each lookup stands first."""
    text = _text(path)
    return text, starts(text)


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _wrong(path: Path, root: Path, *, text: bool) -> tuple[str, str] | None:
    if len(str(path)) > LONGEST_PATH:
        return _TOO_LONG
    try:
        if not inside(path, root):
            return "lies outside of the project", "copy it into the project"
        if not path.is_file():
            return _no_file(path)
        return _wrong_text(path) if text else _wrong_bytes(path)
    except (OSError, ValueError, RuntimeError) as error:
        return f"cannot be read: {error}", "make it readable"


def _no_file(path: Path) -> tuple[str, str]:
    return ("is not a file", "name a file") if path.exists() else (_ABSENT, "")


def _wrong_bytes(path: Path) -> tuple[str, str] | None:
    with path.open("rb") as file:
        return None if file.read(1) else ("is empty", "name a file with something in it")


def _wrong_text(path: Path) -> tuple[str, str] | None:
    if path.stat().st_size > LONGEST_TEXT:
        return "is over 1 MiB", "name a shorter text"
    try:
        filled = PATTERNS["filled"].search(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}", "save it as UTF-8"
    return None if filled else ("is blank", "write what the video shows into it")

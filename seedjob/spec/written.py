"""A value to how people wrote it, and to how they may write it: what messages and hints quote."""

import json
import re
from collections.abc import Collection
from typing import Final

from seedjob.rulebook.private import masked
from seedjob.spec.text import PATTERNS

_LONGEST: Final = 60
_LONGEST_COPIED: Final = 200
_BARE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,_/-]*(?<! )")
_NO_TEXT: Final = re.compile(r"[-+.]?[0-9].*|true|false|null|yes|no|on|off", re.IGNORECASE)


def shown(value: object) -> str:
    """Show a value as people wrote it, in quotes, cut where it is long."""
    match value:
        case dict() | list():
            return "a mapping" if isinstance(value, dict) else "a list"
        case None:
            return "an empty value"
        case bool():
            return f"'{str(value).lower()}'"
        case _:
            text = masked(str(value))
            return f"'{text}'" if len(text) <= _LONGEST else f"'{text[:_LONGEST]}…'"


def copied(value: object) -> str:
    """Write a short value as YAML, to be copied from a hint; `…` for any other."""
    match value:
        case bool() | int() | float():
            return json.dumps(value)
        case str() if len(value) <= _LONGEST_COPIED and value.isprintable():
            value = masked(value)
            bare = _BARE.fullmatch(value) and not _NO_TEXT.fullmatch(value) and "," not in value
            return value if bare else json.dumps(value, ensure_ascii=False)
        case _:
            return "…"


def source(value: object) -> str:
    """Write where a medium comes from, of a text that people wrote in its place, or the first."""
    if isinstance(value, list) and value:
        return source(value[0])
    if not isinstance(value, str):
        return "{path: media/…}"
    key = "url" if PATTERNS["url"].search(value) else "path"
    return f"{{{key}: {copied(value)}}}"


def nearest(word: str, words: Collection[str]) -> str | None:
    """Find which of `words` somebody meant who wrote `word`."""
    from difflib import get_close_matches  # only where something is wrong

    found = get_close_matches(word.casefold()[:64], words, n=1, cutoff=0.7)
    return found[0] if found else None

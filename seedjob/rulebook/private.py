"""What is secret in a spec or in settings: rules, words and lines that are not shown once more.

A report may lie where many read it, a file of specs need not.
"""

import re
from functools import cache
from typing import Final

PRIVATE: Final = frozenset({"secret", "url-credentials"})
"""Rules that a secret breaks."""

WORDS: Final = frozenset(
    {
        *("api_key", "apikey", "api-key", "access_key", "access-key", "key", "token", "secret"),
        *("access_token", "password", "passwd", "authorization", "auth", "seedjob_api_key"),
    }
)
"""Keys whose values nobody should have written, in lower case."""

_NAMED: Final = "|".join(sorted(WORDS - {"key", "auth"}, reverse=True))
_LAST: Final = r"[^&#\s\"'}\]]"
_QUERY: Final = (
    r"[?&#;](?:[a-z0-9._-]*(?:api[_-]?key|token|signature|password|passwd|secret|accesskeyid)"
    r"|sig|sign|auth|auth_key|jwt|pwd|key|policy|key-pair-id|x-[a-z]+-credential)="
)
_SIGNED: Final = rf"https?://[^/?#\s]*@|{_QUERY}{_LAST}"


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compile what most specs never need."""
    return re.compile(written, re.IGNORECASE)


def has_credentials(url: str) -> bool:
    """Tell whether a URL holds a password, a key or a signature."""
    return _pattern(_SIGNED).search(url) is not None


def is_private(line: str) -> bool:
    """Tell whether a line of a file looks as if a secret stood on it."""
    named = rf"(?<![a-z0-9-])[a-z_]*(?:{_NAMED})[\"']?\s*[:=]|{_SIGNED}"
    return _pattern(named).search(line) is not None


def masked(text: str) -> str:
    """Give a text without the names, passwords and keys in its URLs."""
    if "://" not in text:
        return text
    nameless = _pattern(r"(?<=//)[^/?#@\s]*@").sub("…@", text)
    return _pattern(rf"({_QUERY}){_LAST}+").sub(r"\1…", nameless)

"""What is secret in a spec or in settings: rules, words and lines that are not shown once more.

A report may lie where many read it, a file of specs need not.
"""

import re
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
CREDENTIALS: Final = re.compile(_SIGNED, re.IGNORECASE)
"""What of a URL is a password, a key or a signature."""

_LINE: Final = re.compile(
    rf"(?<![a-z0-9-])[a-z_]*(?:{_NAMED})[\"']?\s*[:=]|{_SIGNED}", re.IGNORECASE
)
_USER: Final = re.compile(r"(?<=//)[^/?#@\s]*@")
_VALUE: Final = re.compile(rf"(?i)({_QUERY}){_LAST}+")


def is_private(line: str) -> bool:
    """Tell whether a line of a file looks as if a secret stood on it."""
    return _LINE.search(line) is not None


def masked(text: str) -> str:
    """Give a text without the names, passwords and keys in its URLs."""
    if "://" not in text:
        return text
    return _VALUE.sub(r"\1…", _USER.sub("…@", text))

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
        *("password", "passwd", "authorization", "auth"),
    }
)
"""Keys whose values nobody should have written, in lower case."""

_USER: Final = re.compile(r"(?<=//)[^/?#@\s]*@")
_NAMED: Final = "|".join(sorted(WORDS - {"key", "auth"}, reverse=True))
_LINE: Final = re.compile(rf"(?i)(?<![\w-])(?:{_NAMED})[\"']?\s*[:=]|//[^/?#@\s]*@")


def is_private(line: str) -> bool:
    """Tell whether a line of a file looks as if a secret stood on it."""
    return _LINE.search(line) is not None


def masked(text: str) -> str:
    """Give a text without the names and passwords in its URLs."""
    return _USER.sub("…@", text) if "@" in text else text

"""A key to a pattern that takes it out of whatever plays it back."""

import base64
import re
from typing import Final

SHORTEST: Final = 8
"""Characters: a shorter key would be found in ordinary words."""

HIDDEN: Final = b"[key]"


def hide(body: bytes, key: str) -> bytes:
    """Take an ASCII key out of a reply: plain, escaped for JSON or for a URL, or in base64."""
    if len(key) < SHORTEST:
        return body
    coded = base64.b64encode(key.encode()).rstrip(b"=")
    plain = b"".join(map(_spellings, key.encode()))
    return re.sub(b"(?:" + plain + b"|" + re.escape(coded) + b"=*)", HIDDEN, body)


def _spellings(letter: int) -> bytes:
    r"""Match a letter as it stands, as `\/` or `\u002f`, and as `%2F`."""
    itself = re.escape(bytes([letter]))
    return rb"(?:\\?%b|(?i:\\u%04x|%%%02x))" % (itself, letter, letter)

"""A stranger's JSON values to plain ones that are fit to be kept."""

import re
from decimal import Decimal
from typing import Final

MESSAGE_LENGTH = 500
GOOD_CODES = {"", "0", "200", "success"}


def plain_text(value: object) -> str:
    """Read a text or a number as text, without blanks around it; anything else is empty."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return clean(str(value).strip()) if plain else ""


def plain_id(value: object) -> str | None:
    """Read an id, verbatim: a text that is not blank, or a number above 0."""
    if isinstance(value, str):
        return value if value.strip() else None
    whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return str(value) if whole else None


def plain_number(value: object) -> Decimal | None:
    """Read a number from 0 that may come as a text; what is endless or absurd is none."""
    if isinstance(value, float):
        value = f"{value:.10f}".rstrip("0").rstrip(".")
    text = plain_text(value)
    return Decimal(text) if re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,20})?", text) else None


def is_good_code(value: object) -> bool:
    """Tell whether a business code says that all is well, or nothing."""
    return plain_text(value).lower() in GOOD_CODES


def is_error(value: object) -> bool:
    """Tell whether the value of an error field says that there was an error."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, dict) and value.keys() & {"code", "message"}:
        return bool(plain_text(value.get("message"))) or not is_good_code(value.get("code"))
    return bool(value)


SIGNED = re.compile(r"(https?:(?:\\?/){2}[^\s?#\"'<>]+)[?#][^\s\"'<>]*", re.IGNORECASE)
"""A link with what may be its signature, in a text or in JSON that nobody could read."""


READ: Final = 8
"""Times the length to which a text is clipped: no more of it is searched, as a MiB takes hours."""


def clean(text: str, length: int = MESSAGE_LENGTH) -> str:
    """Clip a text; take out links' signatures, NUL and halves of surrogate pairs."""
    text = SIGNED.sub(r"\1?…", text[: READ * length])
    clipped = text if len(text) <= length else text[: length - 1] + "…"
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", clipped)


def printable(text: str) -> str:
    """Write what acts instead of showing, controls and halves of pairs too, as escapes."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )

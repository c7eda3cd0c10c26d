r"""The parts of a web address, as patterns that Python and every JSON Schema validator read alike.

They take what all parsers of URLs read alike: no second `@`, no brackets but around an IPv6
address, no port beyond 65535.
"""

from typing import Final

BLANK: Final = r"\s\x1c-\x1f\x85\ufeff"
"""What some language calls white space: they differ, so all of it is."""

DARK: Final = rf"{BLANK}\x00-\x1f\x7f-\x9f"
"""What never stands in a URL: white space and control characters."""

_FOLDED: Final = r"\u2047-\u2049\u2100\u2101\u2105\u2106\u2a74\ufe13\ufe16\ufe55\ufe56\ufe5f\ufe6b"
_WIDE: Final = r"\uff03\uff0f\uff1a\uff1f\uff20"
_ENDING: Final = rf"{DARK}/?#@\[\]\\{_FOLDED}{_WIDE}"
"""What ends a host, or becomes what ends one when a name is looked up (U+2100 becomes `a/c`)."""

_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_GROUP: Final = "[0-9A-Fa-f]{1,4}"
_LAST: Final = rf"(?:{_GROUP}:{_GROUP}|{_OCTET}(?:\.{_OCTET}){{3}})"
"""The last two groups, which may be written as an IPv4 address."""


def _skipping(before: int, rest: str) -> str:
    """Write `::` with at most so many groups before it."""
    return rf"(?:(?:{_GROUP}:){{0,{before - 1}}}{_GROUP})?::{rest}" if before else f"::{rest}"


_IPV6: Final = "|".join(
    (
        f"(?:{_GROUP}:){{6}}{_LAST}",
        *(_skipping(before, f"(?:{_GROUP}:){{{5 - before}}}{_LAST}") for before in range(6)),
        _skipping(6, _GROUP),
        _skipping(7, ""),
    )
)

_PORT: Final = "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[0-5][0-9]{4}|[0-9]{0,4})"

WEB: Final = (
    rf"[Hh][Tt][Tt][Pp][Ss]?://(?:[^{_ENDING}]*@)?"
    rf"(?:\[(?:{_IPV6})\]|[^{_ENDING}:]+)(?::{_PORT})?(?:[/?#][^{DARK}]*)?"
)
"""An address of the web; what follows must be its end."""

"""A stumble beside what belongs to no YAML, to the refusal that names it: other tools leave it."""

import re
from typing import Final

from seedjob.spec.refusal import Refusal
from seedjob.spec.site import Site

_BLANKS: Final = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000"
_WIDE: Final = {
    "\uff1a": "a full-width colon; ': '",
    "\uff0c": "a full-width comma; ', '",
    "\uff5b": "a full-width brace; '{'",
    "\uff5d": "a full-width brace; '}'",
    "\u201c": "a curly quote; '\"'",
    "\u201d": "a curly quote; '\"'",
}
"""A sign that looks like one of YAML's, to what it is, and to the one to write."""

_SIGNS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (re.compile(pattern), message, hint)
    for pattern, message, hint in (
        (r"^(?P<at>`{3}\S*)", "a Markdown fence stands here", "take the line out"),
        (
            r"^(?P<at><{7}|={7}|>{7})",
            "an unresolved merge conflict stands here",
            "resolve it, and take this line out",
        ),
        (r"^\s*(?P<at>//)", "'//' begins no comment in YAML", "write '# ' before a comment"),
        (r"^\s*(?P<at>-)[A-Za-z_]+:", "no space follows '-'", "write '- ' before an item"),
    )
)
_BLANK: Final = re.compile(rf"^[ -]*(?P<at>[{_BLANKS}])")
_WIDE_COLON: Final = re.compile("^[ -]*[\\w$]+(?P<at>\uff1a)")


def find_foreign(site: Site) -> Refusal | None:
    """Find what is foreign on the line of a stumble, or on the one above."""
    above = site.above()
    for one in (site, above) if above else (site,):
        if refusal := _on_line(one):
            return refusal
    return _before(site)


def _on_line(site: Site) -> Refusal | None:
    for pattern, message, hint in _SIGNS:
        if found := pattern.search(site.line):
            return _refuse(site, found, message, hint)
    if found := _BLANK.search(site.line):
        code = f"U+{ord(found['at']):04X}"
        message = f"'{code}' looks like a space, and YAML takes it for text"
        return _refuse(site, found, message, "write a plain space")
    if found := _WIDE_COLON.search(site.line):
        return _wide(site, site.start + found.start("at"))
    return None


def _before(site: Site) -> Refusal | None:
    """Find a sign just before a stumble, or at it, that looks like one of YAML's."""
    near = (len(site.text[: site.at].rstrip()) - 1, site.at)
    at = next((at for at in near if site.text[at : at + 1] in _WIDE), None)
    return None if at is None else _wide(site, at)


def _wide(site: Site, at: int) -> Refusal:
    what, _, plain = _WIDE[site.text[at]].partition("; ")
    message = f"'{site.text[at]}' is {what}, which is text to YAML"
    return site.refuse(message, f"write {plain}", at=at, length=1)


def _refuse(site: Site, found: re.Match[str], message: str, hint: str) -> Refusal:
    at = site.start + found.start("at")
    return site.refuse(message, hint, at=at, length=len(found["at"]))

"""A stumble over a single token to the refusal that tells its cause, each cause one function."""

from typing import Final

from seedjob.spec.refusal import Refusal, shown
from seedjob.spec.site import Site
from seedjob.spec.traps import quoted

QUOTES: Final = {"'": "single quote", '"': "double quote"}


def tab(site: Site) -> Refusal | None:
    """Tell of a tab where YAML wants spaces."""
    if not site.word_is("\t"):
        return None
    if site.before.strip():
        message = "a tab stands where YAML wants a space"
        return site.refuse(message, "write a space instead", length=1, rule="yaml-tab")
    message = "a tab stands in the indentation, which YAML counts in spaces"
    return site.refuse(message, "indent with spaces, two a level", length=1, rule="yaml-tab")


def unclosed_quote(site: Site) -> Refusal | None:
    """Tell of a quote that is never closed."""
    if site.within is None:
        return None
    mark = site.text[site.within]
    message = f"the {QUOTES.get(mark, mark)} that opens here is never closed"
    return site.refuse(message, f"write {mark} where the text ends", at=site.within, length=1)


def escape(site: Site) -> Refusal | None:
    """Tell of an escape that means nothing."""
    at = site.text.rfind("\\", 0, site.at + 1)
    if at < 0:
        return None
    known = {"x": 4, "u": 6, "U": 10}
    length = known.get(site.text[at + 1 : at + 2], 2)
    written = shown(site.text[at : at + length])
    if length == 2:  # noqa: PLR2004 - a backslash and what follows it
        hint = r"write '\\' for a backslash, or put the text in single quotes"
        return site.refuse(f"{written} means nothing in double quotes", hint, at=at, length=2)
    if site.text[at + 1 : at + 3] in {"ud", "uD"}:
        hint = r'write the character itself, or "\U0001F600" for "\ud83d\ude00" of JSON'
        message = f"{written} is half a character"
        return site.refuse(message, hint, at=at, length=length, rule="yaml-character")
    hint = (
        r"write '\x' and 2, '\u' and 4, or '\U' and 8 hexadecimal digits, or '\\' for a backslash"
    )
    return site.refuse(f"{written} is no character", hint, at=at, length=length)


def tag(site: Site) -> Refusal | None:
    """Tell of a tag."""
    at = site.at if site.within is None else site.within
    hint = "remove it, or quote the text if it starts with '!'"
    message = f"{shown(site.word_at(at))} is a tag, and tags are not read"
    return site.refuse(message, hint, at=at, rule="yaml-tag")


def directive(site: Site) -> Refusal | None:
    """Tell of a line for the parser."""
    if not site.line.startswith("%"):
        at = site.text.rfind("\n%", 0, site.at) + 1 if "\n%" in site.text[: site.at] else 0
        if not site.text.startswith("%", at):
            return None
        return directive(site.moved(at))
    message = "a line that starts with '%' is an instruction to the parser"
    return site.refuse(message, "indent or quote it if it is text, else remove it", at=site.start)


def reference(site: Site) -> Refusal | None:
    """Tell of an anchor or an alias that is none."""
    at = site.at if site.within is None else site.within
    sign = site.text[at : at + 1]
    return site.refuse(
        f"unquoted text cannot start with '{sign}'",
        f"quote it: {quoted(site.unquoted(at))}",
        at=at,
    )


def block_header(site: Site) -> Refusal | None:
    """Tell of a text that starts on the line of its sign."""
    at = site.at if site.within is None else site.within
    sign = site.text[at : at + 1]
    message = f"text cannot start on the line of '{sign}'"
    return site.refuse(message, f"start it on the next line, deeper than the key of '{sign}'")


def odd_start(site: Site) -> Refusal | None:
    """Tell of a text that starts with a sign."""
    message = f"unquoted text cannot start with {shown(site.text[site.at : site.at + 1])}"
    return site.refuse(message, f"quote it: {quoted(site.unquoted(site.at))}")

"""Where and why a parser stumbled, to a refusal that tells the cause and what to write instead."""

import re
from collections.abc import Callable
from typing import Final

from seedjob.diagnostic import Related
from seedjob.spec import tokens
from seedjob.spec.events import MOST_EVENTS, TOO_MANY
from seedjob.spec.foreign import find_foreign
from seedjob.spec.places import place_between
from seedjob.spec.refusal import Refusal, shown
from seedjob.spec.site import Site
from seedjob.spec.traps import QUOTE_BRACES, quoted

_KEY: Final = r"""\s*(?:- +)*(?:"[^"]*"|'[^']*'|[^\s#:"'][^\s#:]*)"""
_KEY_AND_VALUE: Final = re.compile(_KEY + r"\s*:[ \t]+(?=\S)")
_KEY_WITHOUT_SPACE: Final = re.compile(r"\s*(?:- +)*(?P<key>[\w$.-]+):(?P<value>[^\s/].*)")


def explain(site: Site) -> Refusal:
    """Explain a stumble by the first known cause that fits."""
    for pattern, cause in _CAUSES:
        if pattern.search(site.words) and (refusal := cause(site)):
            return refusal
    return _misplaced(site)


def _too_many(site: Site) -> Refusal | None:
    message = f"the file holds more values than any spec: {MOST_EVENTS:,} were read up to here"
    return site.refuse(message, "split it into several files", length=1, rule="yaml-size")


def _unclosed_bracket(site: Site) -> Refusal | None:
    if site.unclosed is None:
        return None
    opening = site.text[site.unclosed]
    closing = "]" if opening == "[" else "}"
    return site.refuse(
        f"'{opening}' is never closed",
        f"write '{closing}' after its last item",
        at=site.unclosed,
        length=1,
    )


def _keyless(site: Site) -> Refusal | None:
    at = site.at if site.within is None else site.within
    line = site.moved(at).rest(at)
    if found := _KEY_WITHOUT_SPACE.match(line):
        return _spaceless(site, at, found)
    message = f"{shown(line)} is no 'key: value'"
    hint = "write ': ' after the key, or indent the line if it goes on with the text above"
    return site.refuse(message, hint, at=at, length=len(line))


def _second_colon(site: Site) -> Refusal | None:
    found = _KEY_AND_VALUE.match(site.before)
    if found is None:
        return None
    value = site.rest(site.start + found.end())
    if value.startswith(("'", '"')):
        return None
    hint = f"put the text in quotes: {quoted(value)}"
    return site.refuse("': ' cannot stand inside unquoted text", hint, length=1)


def _line_above(site: Site) -> Refusal | None:
    above = site.above()
    if above is None:
        return None
    line = above.line.strip()
    if found := _KEY_WITHOUT_SPACE.match(above.line):
        return _spaceless(site, above.start + found.start("key"), found)
    if _KEY_AND_VALUE.match(above.line):
        message = f"{shown(site.line.strip())} is indented deeper than {shown(line)}"
        hint = "indent both alike, or quote the text above if this line goes on with it"
        return site.refuse(message, hint, at=site.first)
    message = f"{shown(line)} is no 'key: value'"
    return site.refuse(message, "write ': ' after the key", at=above.first, length=len(line))


def _spaceless(site: Site, at: int, found: re.Match[str]) -> Refusal:
    written = found.group().strip().removeprefix("- ").strip()
    key, value = found.group("key", "value")
    message = f"{shown(written)} has no space after ':'"
    return site.refuse(message, f"write {shown(f'{key}: {value}')}", at=at, length=len(written))


def _list_on_key_line(site: Site) -> Refusal | None:
    message = "a list item cannot stand on the line of its key"
    return site.refuse(message, "write '- …' on the next line, or quote it if it is text")


def _question(site: Site) -> Refusal | None:
    message = "unquoted text cannot start with '? '"
    return site.refuse(message, f"quote it: {quoted(site.unquoted(site.at))}")


def _after_end(site: Site) -> Refusal | None:
    message = f"{shown(site.word)} stands after the end of the document"
    return site.refuse(message, "a spec is one mapping: write 'key: value' lines only")


def _inside_brackets(site: Site) -> Refusal | None:
    opening = site.opening
    if opening is None:
        return None
    closing = "]" if site.text[opening] == "[" else "}"
    related = (Related(place_between(site.text, opening, opening + 1), "opened here"),)
    if site.word_is("{") and site.before.endswith(("$", "{", "${")):
        return site.refuse("'{' cannot stand inside unquoted text here", QUOTE_BRACES)
    if site.word_is(","):
        return site.refuse("no value stands before ','", "write one, or remove the comma")
    message = f"',' or '{closing}' is missing before {shown(site.word)}"
    hint = "put commas between items, and quote text that holds ',', ': ' or brackets"
    return site.refuse(message, hint, related=related)


def _misplaced(site: Site) -> Refusal:
    if site.word == "...":
        return site.refuse("'...' ends a document that has not begun", "remove it")
    if site.word in {"]", "}"}:
        hint = "remove it, or quote the text that it belongs to"
        return site.refuse(f"{shown(site.word)} closes nothing", hint)
    if site.quote is not None:
        return _after_quote(site, *site.quote)
    if site.before.strip():
        return _after_text(site)
    if site.word == "-":
        hint = "give it the indentation of the other items, or its own key"
        return site.refuse("a list item stands where a key is expected", hint)
    message = f"{shown(site.line.strip())} fits the indentation of no line above"
    return site.refuse(message, "give it the indentation of the lines that it belongs with")


def _after_text(site: Site) -> Refusal:
    found = _KEY_AND_VALUE.match(site.before)
    whole = site.rest(site.start + found.end()) if found else ""
    hint = f"put the whole text in quotes: {quoted(whole)}" if whole else "quote it if it is text"
    return site.refuse(f"{shown(site.word)} cannot stand here", hint)


def _after_quote(site: Site, start: int, end: int) -> Refusal:
    mark = site.text[start]
    escaped = "\\" + mark if mark == '"' else mark * 2
    hint = f"write {escaped} for a quote inside the text"
    if not site.rest(site.at).strip(",;.\u200b "):
        return site.refuse(
            f"{shown(site.word)} stands after the closing {tokens.QUOTES[mark]}", "take it out"
        )
    lines = site.text.count("\n", start, end)
    if lines:
        message = f"the {tokens.QUOTES[mark]} that opens here ends only before {shown(site.word)}"
        return site.refuse(message, f"close it earlier, or {hint}", at=start, length=1)
    message = f"{shown(site.word)} stands after the closing {tokens.QUOTES[mark]}"
    whole = site.rest(start)
    whole = whole[1:-1] if whole.endswith(mark) else whole
    return site.refuse(message, f"put the whole text in quotes: {quoted(whole)}")


Cause = Callable[[Site], Refusal | None]

_CAUSES: Final[tuple[tuple[re.Pattern[str], Cause], ...]] = tuple(
    (re.compile(pattern), cause)
    for pattern, cause in (
        (TOO_MANY, _too_many),
        (r"tab character|cannot start any token", tokens.tab),
        (r"", find_foreign),
        (r"quoted scalar: .*(?:end of stream|document)", tokens.unclosed_quote),
        (r"escape|hexdecimal|chr\(\)|too large to convert", tokens.escape),
        (r" tag\b|URI", tokens.tag),
        (r"directive|document start", tokens.directive),
        (r"scanning an (?:alias|anchor)", tokens.reference),
        (r"block scalar: .*(?:line break|chomping|indentation indicator)", tokens.block_header),
        (r"cannot start any token", tokens.odd_start),
        (r"", _unclosed_bracket),
        (r"could not find expected ':'", _keyless),
        (r"mapping values are not allowed", _second_colon),
        (r"mapping values are not allowed", _line_above),
        (r"sequence entries are not allowed", _list_on_key_line),
        (r"mapping keys are not allowed", _question),
        (r"document start", _after_end),
        (r"", _inside_brackets),
    )
)

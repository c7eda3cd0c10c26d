"""What stood where it should not, to the refusal that names it and says what to write instead."""

import re
from collections.abc import Iterator
from typing import Final

from seedjob.diagnostic import Place, Related
from seedjob.spec.copies import DEEPEST, MOST_COPIED
from seedjob.spec.events import Event
from seedjob.spec.marks import Branch, Mark, find_bracket, is_alias, place_of_mark
from seedjob.spec.places import place_between, place_of_word
from seedjob.spec.refusal import LONGEST_SHOWN, Refusal, shown
from seedjob.spec.scalars import Trap
from seedjob.spec.sizes import LONGEST_SCALAR, MOST_ITEMS, MOST_KEYS

SIZE: Final = "yaml-size"
QUOTE_BRACES: Final = 'quote text that holds braces: "${{ matrix.look }}"'
_TAG: Final = re.compile(r"!<[^>\s]*>|![^\s,\[\]{}]*")
_NAME_AND_TAG: Final = re.compile(rf"(?:&\S+\s+)?(?P<tag>{_TAG.pattern})")
_NAME: Final = re.compile(r"&[\w-]+")
_ANCHOR: Final = re.compile(r"&[^\s,\[\]{}]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def second_document(text: str, event: Event) -> Refusal:
    """Refuse whatever follows the first document."""
    at = event.end_mark.index
    dashes = text.startswith("---", at - 3)
    return Refusal(
        place_between(text, at - 3, at) if dashes else place_of_word(text, at),
        "yaml-multiple-documents",
        "a second document starts here, but a spec is one document",
        "move it to a file of its own",
    )


def scalar_trap(text: str, event: Event, trap: Trap) -> Refusal:
    """Refuse a plain scalar that other tools read differently."""
    return Refusal(
        place_of_mark(text, event),
        trap.rule,
        f"{shown(event.value)} {trap.cause}",
        f"quote it if it is text: {quoted(event.value)}",
    )


def tag(text: str, event: Event) -> Refusal:
    """Refuse a tag: nothing in a spec changes what a value is."""
    start, end = _find_tag(text, event.start_mark.index)
    return Refusal(
        place_between(text, start, end),
        "yaml-tag",
        f"{shown(text[start:end])} is a tag, and tags are not read",
        "remove it, or quote the text if it starts with '!'",
    )


def _find_tag(text: str, at: int) -> tuple[int, int]:
    """Find the tag of a node that starts here: ruamel lets `!tag &name` start at its name."""
    after = _NAME_AND_TAG.match(text, at)
    if after:
        return after.span("tag")
    line = text.rfind("!", 0, at)
    before = _TAG.match(text, max(line, 0))
    return before.span() if before else (at, at + 1)


def anchor(text: str, event: Event) -> Refusal | None:
    """Refuse an anchor whose name parsers read differently: `&a:b c`."""
    found = _ANCHOR.search(text, event.start_mark.index)
    if found is None or _NAME.fullmatch(found.group()):
        return None
    return Refusal(
        place_between(text, *found.span()),
        "yaml-alias",
        f"{shown(found.group())} is no name that all YAML tools read alike",
        "use letters, digits, '-' and '_', then a space; or quote it if it is text",
    )


def alias(text: str, event: Event, *, known: bool) -> Refusal:
    """Refuse an alias to itself or to nothing."""
    name = text[event.start_mark.index : event.end_mark.index]
    cause = "stands inside the value that it repeats" if known else "repeats a value that is not"
    anchor = "&" + name[1:]
    return Refusal(
        place_of_mark(text, event),
        "yaml-alias",
        f"{shown(name)} {cause}"
        + ("" if known else f" there: no {shown(anchor)} stands before it"),
        "write the value out" if known else f"quote it if it is text: {quoted(name)}",
    )


def exploding(text: str, event: Event) -> Refusal:
    """Refuse aliases that multiply."""
    name = text[event.start_mark.index : event.end_mark.index]
    return Refusal(
        place_of_mark(text, event),
        "yaml-alias",
        f"{shown(name)} makes the aliases grow to over {MOST_COPIED:,} values",
        "write fewer aliases of aliases",
    )


def depth(text: str, at: int) -> Refusal:
    """Refuse what lies deeper than any spec does, from the character `at` on."""
    return Refusal(
        place_between(text, at, at + 1),
        "yaml-depth",
        f"values lie more than {DEEPEST} levels deep here",
        "a job needs 4 levels: look for a bracket or an indentation too many",
    )


def giant(text: str, event: Event) -> Refusal:
    """Refuse a text longer than any prompt."""
    at = event.start_mark.index
    return Refusal(
        place_between(text, at, at + 1),
        SIZE,
        f"a text of {len(event.value):,} characters starts here, and {LONGEST_SCALAR:,} are most",
        "shorten it, or keep a long prompt in a file: text_file: prompts/long.txt",
    )


def oversized(text: str, branch: Branch) -> Refusal:
    """Refuse a collection that is larger than any that a spec has."""
    keyed = branch[3]
    found = (
        (f"a mapping of over {MOST_KEYS:,} keys starts here", "write one job a file, with its keys")
        if keyed
        else (f"a list of over {MOST_ITEMS:,} items starts here", "split it into several files")
    )
    at = find_bracket(text, branch[0])
    place = place_of_mark(text, branch) if at is None else place_between(text, at, at + 1)
    return Refusal(place, SIZE, *found)


def surrogate(text: str, event: Event) -> Refusal | None:
    r"""Refuse half a character: `"\ud83d\ude00"`, as JSON writes what is beyond U+FFFF."""
    found = _SURROGATE.search(event.value)
    if found is None:
        return None
    return Refusal(
        place_of_mark(text, event),
        "yaml-character",
        f"{shown(found.group())} is half a character",
        r'write the character itself, or "\U0001F600" for what JSON writes as "\ud83d\ude00"',
    )


def keys(
    text: str, read: list[object], marks: list[Mark]
) -> Iterator[tuple[Refusal, Mark, Mark | None]]:
    """Refuse keys that are no text, merge keys, and keys that come twice: those with the first."""
    first: dict[object, Mark] = {}
    for key, mark in zip(read, marks, strict=True):
        if is_odd_key(key, mark):
            yield _odd_key(text, key, mark), mark, None
        elif key in first:
            yield _second_key(text, str(key), first[key], mark), mark, first[key]
        else:
            first[key] = mark


def is_odd_key(key: object, mark: Mark) -> bool:
    """Tell a key that names no value of its mapping: no text of its own, or a merge key."""
    if isinstance(mark, tuple) or is_alias(mark) or not isinstance(key, str):
        return True
    return key == "<<" and not mark.style


def _odd_key(text: str, key: object, mark: Mark) -> Refusal:
    place = place_of_mark(text, mark)
    if isinstance(mark, tuple):
        return _collection_key(text, place, mark)
    if key == "<<" and not is_alias(mark):
        return _merge_key(place)
    start, end = mark.start_mark.index, mark.end_mark.index
    wide = max(end, min(start + 1, len(text)))  # a key that is not there is shown by its colon
    return _wordless_key(place_between(text, start, wide), text[start:end])


def _collection_key(text: str, place: Place, branch: Branch) -> Refusal:
    start, _, _, keyed = branch
    at = start.end_mark.index
    around = text[max(at - 2, 0) : at + 1]
    kind = "a mapping" if keyed else "a list"
    hint = QUOTE_BRACES if "{{" in around else "write text as the key, in quotes if need be"
    return Refusal(place, "yaml-key", f"{kind} stands where a key is expected", hint)


def _wordless_key(place: Place, written: str) -> Refusal:
    if not written:
        hint = "write a key before ':'"
        return Refusal(place, "yaml-key", "a key is missing before ':'", hint)
    cause = "an alias" if written.startswith("*") else "not text"
    message = f"{shown(written)} is {cause}, and a key is text"
    return Refusal(place, "yaml-key", message, f"quote it: {quoted(written)}")


def _merge_key(place: Place) -> Refusal:
    return Refusal(
        place,
        "yaml-merge-key",
        "'<<' is a merge key, which YAML 1.2 does not have",
        "write the keys out",
    )


def _second_key(text: str, key: str, first: Mark, second: Mark) -> Refusal:
    before = place_of_mark(text, first)
    return Refusal(
        place_of_mark(text, second),
        "yaml-duplicate-key",
        f"{shown(key)} is set twice, first on line {before.line}",
        "keep one of the two",
        (Related(before, f"{shown(key)} is first set here"),),
    )


def quoted(value: str) -> str:
    """Quote a value as YAML would want it written, where it is short enough to show."""
    if len(value) > LONGEST_SHOWN or not value.isprintable():
        return '"…"'
    return f"'{value}'" if {'"', "\\"} & set(value) and "'" not in value else _doubled(value)


def _doubled(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

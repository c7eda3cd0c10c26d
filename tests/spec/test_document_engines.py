"""The quick parser and the thorough one tell the same, and neither is brought down by any text."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedjob.diagnostic import Place, Route
from seedjob.spec.builder import MOST_REFUSALS, Builder
from seedjob.spec.document import Document, _read_text, read
from seedjob.spec.events import tell_quickly, tell_thoroughly
from seedjob.spec.plain import Unusual, read_plain
from seedjob.spec.routes import Routes
from tests.pace import bound

TRAPS = sorted((Path(__file__).parent / "yaml_traps").glob("*.yaml"))

ODDITIES = (
    "a: {url: https://x, r: 16:9}\n",
    '{"a":1,"b":[true,null]}',
    "a:\n- b\n-\n- {x: , y}\n- - c\n  - d\n",
    "a: |+\n  x\n\n\nb: >2\n    x\n  y\n\n  z\n# c\n",
    "a: >\n  x\n\n    y\n\n  z\nb: |-\n\n  x\n",
    "a: 'it''s\n\n  two\n  lines'\nb: \"x \\\n  y\\tz\"\nc: plain\n  goes\n\n  on\n",
    "a: &x [1, &y {b: c}]\nd: *x\ne: *y\nf: &z\ng: &l\n- 1\nh: &m\n  i: j\n",
    "--- # c\n\na: b # d\n...\n# e\n",
    "--- |\n x\n",
    "--- 'x'",
    "? a\n: b\n? c\n",
    "[a, b: c, ? d, {e}, [], {}]",
    "a: [\n  1,\n  2 # x\n  ,\n]\nb: {\n}\n",
    "a: http://x#y\nb: x#y\nc: -1\nd: -x\ne: :x\nf: ?x\ng: a,b]\nh: a'b\"c\n",
    "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'd\r\n  e'\r\n",
    "é: 🦊\n狐: [🦊, é]\n",
    "  a: 1\n  b: 2\n   \n",
    "a:    \nb:    # c\n\nc:\n",
    "a : 1\n'b' : 2\n\"c\": 3\n",
    "a: x\n# c\nb: y\n  # d\nc:\n  # e\n  d: f\n",
    "-   a: 1\n    b: 2\n-   - 3\n    - 4\n",
    "a: !x b\nc: 2026-01-01\na: 1\n1: 2\n[d]: e\n<<: f\n*a : 3\ng: *h\n",
    "a: 1\n---\nb: 2\n",
    "[a: b, ? c : d, [e, f]]\n",
    "a: !t &b c\nd: &e !f g\n",
    "- &a:b c\n",
)


def routes(data: object, route: Route = ()) -> list[Route]:
    """List every route of a document, a few wrong ones among them."""
    found: list[Route] = [route, (*route, "absent"), (*route, 99)]
    if isinstance(data, dict):
        found += [each for key, value in data.items() for each in routes(value, (*route, key))]
    if isinstance(data, list):
        found += [each for at, value in enumerate(data) for each in routes(value, (*route, at))]
    return found


def heard(builder: Builder, text: str) -> tuple[object, list[Place]]:
    if not builder.marks:
        return None, []
    data, found = builder.values[0], Routes(text, builder.marks[0], (), ())
    places = [
        found.place(route, at_key=at_key) for route in routes(data) for at_key in (False, True)
    ]
    return data, places


def assert_plainly_read_means_the_same(text: str) -> None:
    """Compare what needs no second look with what a second look says."""
    try:
        plain = read_plain(text)
    except Unusual:
        return
    full = _read_text(text)
    assert isinstance(full, Document)
    assert ((), repr(full.data)) == (full.refusals, repr(plain))


def assert_both_tell_the_same(text: str) -> None:
    """Compare what both accept; what both refuse they may refuse for different causes.

    Left out: a root that is text, no spec anyhow (in `|` and `>` at the margin, libyaml takes
    lines that start with `#` for comments).
    """
    assert_plainly_read_means_the_same(text)
    quick, thorough = Builder(text, {}), Builder(text, {})
    if tell_quickly(text, quick) or tell_thoroughly(text, thorough):
        return
    if [type(value) for value in (*quick.values, *thorough.values)] == [str, str]:
        return

    assert bool(quick.refusals) == bool(thorough.refusals)
    assert quick.refusals or heard(quick, text) == heard(thorough, text)


@pytest.mark.parametrize("text", ODDITIES)
def test_an_oddity_is_told_alike(text: str) -> None:
    quick, thorough = Builder(text, {}), Builder(text, {})

    assert tell_quickly(text, quick) is None
    assert tell_thoroughly(text, thorough) is None
    assert quick.refusals == thorough.refusals
    assert_both_tell_the_same(text)


PIECES = (
    *"abé🦊'\"[]{},#&*!|>-?:%@` \n\t\\~0159.",
    *("\n", "\n  ", "\n    ", "- ", ": ", "key: ", "- a: ", " # c\n", "\r\n", "\n\n", "&a ", "*a"),
    *("'x'", '"y\\n"', "[a, b]", "{c: d}", "|\n  t\n", ">-\n  t\n", "true", "1.5", "null", "..."),
    *("---\n", "2026-01-01", "16:9", "!t ", "<<: ", "? ", "\x85", "\u2028", "${{ x }}"),
)


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_pieces_are_told_alike_and_read_without_a_traceback(text: str) -> None:
    assert_both_tell_the_same(text)

    found = read(text)
    assert isinstance(found, Document) or found != ()


KEYS = st.text("abz09 é🦊:#-'\"", max_size=6)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | KEYS
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


def flow(value: object) -> str:
    """Write a value in brackets, every text in single quotes."""
    match value:
        case dict():
            return (
                "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
            )
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case None:
            return "~"
        case _:
            return str(value)


def block(value: object, indent: str = "") -> str:
    """Write a value in lines, from where its key or dash ended."""
    match value:
        case dict() if value:
            return "".join(
                f"\n{indent}{flow(key)}:{block(each, indent + '  ')}" for key, each in value.items()
            )
        case list() if value:
            return "".join(f"\n{indent}-{block(each, indent + '  ')}" for each in value)
        case _:
            return f" {flow(value)}"


@settings(max_examples=100, deadline=None, database=None)
@given(TREES)
def test_what_is_written_is_read_again_by_both_alike(data: object) -> None:
    for text in (flow(data), block(data).lstrip("\n")):
        assert_both_tell_the_same(text)
        found = read(text)
        assert isinstance(found, Document)
        assert repr(data) == repr(found.data)


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_mutated_bytes_are_refused_or_read_but_never_raise(path: Path) -> None:
    chance = random.Random(path.stem)  # noqa: S311 - the same mutations each time
    source = path.read_bytes()
    for _ in range(40):
        mutated = bytearray(source)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(mutated) + 1)
            mutated[at : at + chance.randint(0, 3)] = chance.choice(PIECES).encode()

        found = read(bytes(mutated))
        if isinstance(found, Document):
            assert_plainly_read_means_the_same(found.text)

        assert isinstance(found, Document) or found != ()


FULL = 1 << 20
HOSTILE = {
    "brackets": "[" * FULL,
    "braces": "{a: " * (FULL // 4),
    "brackets in lines": "[\n" * (FULL // 2),
    "dashes": "- " * (FULL // 2),
    "closing brackets": "a: " + "]" * (FULL - 3),
    "questions": "? " * (FULL // 2),
    "tags": "- !x\n" * (FULL // 5),
    "quotes": "- '" * (FULL // 3),
    "double quotes after a fault": "a: @\n" + '- "x\n' * (FULL // 5 - 1),
    "one text": "a: " + "x" * (FULL - 3),
    "one number": "a: " + "9" * (FULL - 3),
    "one float": "a: " + "9" * (FULL - 5) + ".5",
    "almost a date": "a: 2026-01-01" + " " * (FULL - 15) + "x",
    "one key twice": "a: 1\n" * (FULL // 5),
    "undefined aliases": "- *a\n" * (FULL // 5),
    "aliases of much": "a: &a [" + "x, " * 2000 + "]\nb: [" + "*a, " * 100_000 + "]",
    "anchors": "".join(f"- &a{n} x\n- *a{n}\n" for n in range(40_000)),
    "anchors in each other": ("&a [*a, " * 32)[:-2],
    "directives, then brackets": "%FOX\n---\n" + "[" * 60_000,
    "faults at the head, then brackets": "%FOX\n---\n" + "[[],\n" * 12_000,
    "a fault at the end of many lines": "a: b\n" * 12_000 + "@",
    "distinct keys, then a fault": "".join(f"k{n}: {n}\n" for n in range(70_000)) + "@",
    "separators": "- '\u2028\u2029'\n" * 90_000,
    "stray separators": "# \u2028\n" * (FULL // 6),
    "bells": "\x07" * FULL,
    "wide bells": "é" + "\x07" * (FULL - 2),
    "tabs": "a:\n" + "\t" * (FULL - 3),
    "colons": ": " * (FULL // 2),
    "unclosed, then much": "a: [" + "'x', " * 12_000,
    "many values": "[" + "1," * 500_000 + "]",
    "comments": "#\n" * (FULL // 2),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_less_than_a_second(text: str) -> None:
    started = time.process_time()

    found = read(text)

    assert time.process_time() - started < bound(1)
    assert isinstance(found, Document) or 0 < len(found) <= MOST_REFUSALS


def test_without_the_c_part_the_thorough_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x [1, 16:9]\nb: *x\n"
    expected = read(text)
    monkeypatch.setitem(__import__("sys").modules, "yaml.cyaml", None)

    assert expected == read(text)

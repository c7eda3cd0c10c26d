"""A chance to an input: a spec of ours, shaken, or a document of any shape."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from hypothesis import strategies as st

from seedjob.models.content import ROLES, TYPE_OF
from seedjob.models.seedance_x1 import MODELS, RATIOS
from seedjob.spec.field import FIELDS

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("tests/spec/faults", "tests/spec/valid", "tests/spec/yaml_traps", "specs")
LARGEST: Final = 1 << 20
MOST_GROWTH: Final = 300
"""Times that a piece is repeated at most: a small bomb, now and then."""

_TOKENS: Final = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        *"'\"[]{},#&*!|>-?:%@`~ \n\t\\\r\0\x07\x1b\x7f\x85\u2028\u2029\u202e\ufeff\ufffe\U0001f98a",
        *(
            ": ",
            "- ",
            "? ",
            " #",
            "\n\n",
            "\r\n",
            "\n  ",
            "---\n",
            "...\n",
            "--- ",
            "%YAML 1.1\n---\n",
        ),
        *(
            "%TAG ! x\n---\n",
            "&a ",
            "*a",
            "*a ",
            "<<: ",
            "<<: *a\n",
            "!!binary ",
            "! ",
            "!<x> ",
            "|\n",
        ),
        *(
            ">-\n  ",
            "|9\n",
            "{{",
            "${{ x }}",
            "[[[[",
            "{a: {a: ",
            "- - - ",
            "'",
            '"\\u',
            '"\\ud83d"',
        ),
        *(
            '"\\x',
            '"\\U90110000"',
            "\\N",
            "0x",
            "0o8",
            "1e999",
            "-.inf",
            ".nan",
            "2026-01-01",
            "16:9",
        ),
        *(
            "null",
            "~",
            "true",
            "5.0",
            "9" * 400,
            "a" * 300,
            "\ud800",
            "a: b: c",
            "http://[::1",
            "../" * 70,
        ),
        *(
            "path: ../../x\n",
            "text_file: media\n",
            "role: x\n",
            "name: .local\n",
            "duration: 1_0\n",
        ),
        *(
            "jobs:\n",
            "defaults: {}\n",
            "matrix: {}\n",
            "$schema: 1\n",
            "version: true\n",
            "\tx: y\n",
        ),
    )
)
NASTY: Final = (
    *_TOKENS,
    *(b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xff\xfe", b"\0a", b"\xf4\x90\x80\x80"),
)


@cache
def seeds() -> tuple[tuple[bytes, ...], ...]:
    """Read the specs that are shaken, by their folders: of each as many are taken."""
    return tuple(
        tuple(path.read_bytes() for path in sorted((ROOT / folder).glob("*.yaml")))
        for folder in FOLDERS
    )


def _seed(chance: Random) -> bytes:
    return chance.choice(chance.choice(seeds()))


def mutated(chance: Random) -> bytes:
    """Shake one of our specs, a few times over."""
    text = _seed(chance)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        text = chance.choice(_SHAKES)(text, chance)[:LARGEST]
    return text


def _insert(text: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(text) + 1)
    return b"".join((text[:at], chance.choice(NASTY), text[at:]))


def _replace(text: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(text) + 1)
    return b"".join((text[:at], chance.choice(NASTY), text[at + chance.randint(1, 8) :]))


def _flip(text: bytes, chance: Random) -> bytes:
    if not text:
        return bytes([chance.randrange(256)])
    at = chance.randrange(len(text))
    return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]


def _delete(text: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randint(1, 40) :]


def _cut(text: bytes, chance: Random) -> bytes:
    return text[: chance.randrange(len(text) + 1)]


def _repeat(text: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randint(1, 60)]
    return text[:start] + piece * chance.choice((2, 3, 40, MOST_GROWTH)) + text[start:]


def _lines(text: bytes, chance: Random) -> bytes:
    """Move, double, indent or take out a line, or bring one from another spec."""
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    other = chance.choice(_seed(chance).split(b"\n"))
    deed: Callable[[], Sequence[bytes]] = chance.choice(
        (
            lambda: [*lines[:at], *lines[at + 1 :]],
            lambda: [*lines[: at + 1], *lines[at:]],
            lambda: [*lines[:at], b" " * chance.randint(1, 9) + lines[at], *lines[at + 1 :]],
            lambda: [*lines[:at], lines[at].lstrip(), *lines[at + 1 :]],
            lambda: [*lines[:at], other, *lines[at:]],
            lambda: chance.sample(lines, len(lines)),
        )
    )
    return b"\n".join(deed())


def _splice(text: bytes, chance: Random) -> bytes:
    other = _seed(chance)
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]


_SHAKES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    *(_insert, _insert, _replace, _flip, _delete, _cut, _repeat, _lines, _lines, _splice),
)

KEYS: Final = st.sampled_from([*FIELDS, "role", "jobs", "<<", "sed", ""]) | st.text(max_size=8)
LEAVES: Final = (
    st.sampled_from(
        [*MODELS, *RATIOS, *ROLES, *TYPE_OF, "media/harbour.png", "https://a/b", "720p"]
    )
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
)
TREES: Final = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
ITEMS: Final = st.fixed_dictionaries(
    {"type": st.sampled_from([*ROLES])},
    optional=dict.fromkeys(("role", "text", "text_file", *ROLES), TREES),
)
SPECS: Final = st.fixed_dictionaries(
    {"model": st.sampled_from(MODELS), "content": st.lists(ITEMS | TREES, max_size=6)},
    optional={key: TREES for key in FIELDS if key not in {"model", "content"}},
)
DOCUMENTS: Final = (SPECS | SPECS | TREES).flatmap(
    lambda data: st.sampled_from([_flow(data), _block(data)])
)
"""Documents of any shape, most of them near to a spec, in brackets or in lines."""


def _flow(value: object) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{_flow(key)}: {_flow(each)}' for key, each in value.items())}}}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case _:
            words = {"None": "~", "True": "true", "False": "false"}
            return words.get(str(value), str(value))


def _block(value: object, indent: str = "") -> str:
    match value:
        case dict() if value:
            inner = ((f"{_flow(key)}:", each) for key, each in value.items())
        case list() if value:
            inner = (("-", each) for each in value)
        case _:
            return f" {_flow(value)}"
    return "".join(f"\n{indent}{head}{_block(each, indent + '  ')}" for head, each in inner)


def mutations(seed: int) -> Iterator[bytes]:
    """List the shaken specs of a seed, without end."""
    for number in count():
        yield mutated(Random(f"{seed} {number}"))  # noqa: S311 - the same inputs each time

"""A lookup is put in as a text within a text, and as the value that it is where it stands alone."""

import pytest

from seedjob.spec.lookup import Lookup, Scope, fill, length, listed, parse

SCOPE: Scope = {
    "matrix": {"look": "day", "take": 5, "on": True, "a b": "x", "deep": "${{ vars.hero }}"},
    "vars": {"hero": "fox"},
}
CASES: tuple[tuple[str, object], ...] = (
    ("plain", "plain"),
    ("${{ matrix.look }}", "day"),
    ("${{matrix.look}}", "day"),
    ("${{  matrix . look  }}", "day"),
    ("${{ matrix.take }}", 5),
    ("${{ matrix.on }}", True),
    ("take ${{ matrix.take }}", "take 5"),
    (" ${{ matrix.on }}", " true"),
    ("${{ matrix.look }}${{ matrix.take }}", "day5"),
    ("${{ matrix.a b }}", "x"),
    ("$${{ matrix.look }}", "${{ matrix.look }}"),
    ("$$${{ matrix.look }}", "$${{ matrix.look }}"),
    ("$ {{ matrix.look }} }}", "$ {{ matrix.look }} }}"),
    ("${{ matrix.deep }}!", "${{ vars.hero }}!"),
    ("{{ matrix.look }}", "{{ matrix.look }}"),
    ("${{ matrix.none }}", "${{ matrix.none }}"),
)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_a_text_is_filled(text: str, expected: object) -> None:
    pieces = parse(text)
    found = fill(pieces, SCOPE)

    assert (type(expected), expected) == (type(found), found)
    assert length(pieces, SCOPE) == len(
        str(expected).lower() if expected is True else str(expected)
    )


def test_what_is_opened_and_not_closed_is_a_lookup_of_nothing() -> None:
    (found,) = listed(parse("a ${{ matrix.look"))

    assert Lookup("${{", "", "") == found


def test_many_open_braces_are_cut_soon() -> None:
    assert len(parse("${{ a" * 200_000)) == 400_000

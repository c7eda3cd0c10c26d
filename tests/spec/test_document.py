"""YAML text becomes plain data that remembers where each value stood."""

from pathlib import Path

import pytest

from seedjob.diagnostic import Place, Route
from seedjob.spec.document import Document, load, read

SPEC = """\
# a fox
model: fast
tags: [launch, "16:9"]
content:
  - type: text
    text: |-   # verbatim
      A fox

  -
    image_url: {
      url: x
    }
  - &first
    type: image_url
more: &list
- 1
none:
again: *list
"""


def document(text: str | bytes) -> Document:
    result = read(text)
    assert isinstance(result, Document), result
    assert result.refusals == ()
    return result


PLACES: tuple[tuple[str, Route, bool, Place], ...] = (
    ("the root is its first key", (), False, Place(2, 1, 2, 6)),
    ("a value", ("model",), False, Place(2, 8, 2, 12)),
    ("a key", ("model",), True, Place(2, 1, 2, 6)),
    ("a list in brackets", ("tags",), False, Place(3, 7, 3, 23)),
    ("an item, quotes included", ("tags", 1), False, Place(3, 16, 3, 22)),
    ("a list of dashes is its first dash", ("content",), False, Place(5, 3, 5, 4)),
    ("a mapping in a list is its first key", ("content", 0), False, Place(5, 5, 5, 9)),
    ("block text is its header", ("content", 0, "text"), False, Place(6, 11, 6, 13)),
    ("braces over lines are the first", ("content", 1, "image_url"), False, Place(10, 16, 10, 17)),
    ("a value in them", ("content", 1, "image_url", "url"), False, Place(11, 12, 11, 13)),
    ("an anchored mapping is its first key", ("content", 2), False, Place(14, 5, 14, 9)),
    ("a list no deeper than its key is its dash", ("more",), False, Place(16, 1, 16, 2)),
    ("a value that is not there is its key", ("none",), False, Place(17, 1, 17, 5)),
    ("an alias is itself", ("again",), False, Place(18, 8, 18, 13)),
    ("what an alias holds is the alias", ("again", 0), False, Place(18, 8, 18, 13)),
    ("an unknown key is its mapping", ("content", 0, "role"), False, Place(5, 5, 5, 9)),
    ("an unknown key at its key is its mapping", ("content", 0, "role"), True, Place(5, 5, 5, 9)),
    ("an item too far is its list", ("tags", 2), False, Place(3, 7, 3, 23)),
    ("a route through a text is the text", ("model", "x", 0), False, Place(2, 8, 2, 12)),
    ("an item at its key is the item", ("tags", 0), True, Place(3, 8, 3, 14)),
)


@pytest.mark.parametrize(
    ("route", "at_key", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_a_route_leads_to_its_place(route: Route, *, at_key: bool, expected: Place) -> None:
    assert expected == document(SPEC).place(route, at_key=at_key)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_count_characters_whatever_the_breaks_and_without_a_mark(
    line_break: str, mark: str
) -> None:
    text = mark + line_break.join(["狐: 🦊🦊", "é: {🦊: x}", ""])

    expected = [Place(1, 1, 1, 2), Place(1, 4, 1, 6), Place(2, 8, 2, 9)]
    for source in (text, text.encode()):
        found = document(source)
        places = [found.place(("狐",), at_key=True), found.place(("狐",)), found.place(("é", "🦊"))]
        assert expected == places


SCALARS: tuple[tuple[str, object], ...] = (
    *((text, None) for text in ("~", "null", "Null", "NULL", "")),
    *((text, True) for text in ("true", "True", "TRUE")),
    *((text, False) for text in ("false", "False", "FALSE")),
    *((text, text) for text in ("yes", "no", "on", "off", "y", "nUll", "tRUE", "none")),
    *((text, text) for text in ("16:9", "12:30:45", "1_000", "0b1", "0o8", "0xG", "1e", "+-1")),
    *((text, text) for text in (".", "-.", "..", "+", "1.2.3", "٣", "1٣", "480p", "-x", "=")),
    *((text, text) for text in (".Nan", ".iNF", "2026-1-1", "12-01-01", "2026-01-01x")),
    ("0", 0), ("-0", 0), ("+12", 12), ("0123", 123), ("0o17", 15), ("0x1F", 31),
    ("1.", 1.0), (".5", 0.5), ("-1.5e3", -1500.0), ("1e3", 1000.0), ("5.0", 5.0),
    ("9007199254740991", 2**53 - 1), ("00000000000000000000000000000007", 7),
    ("'null'", "null"), ('"5"', "5"), ("'~'", "~"), ('"\\N\\L"', "\x85\u2028"),
    ('"a\u2028b"', "a\u2028b"), ("'a\x85b'", "a\x85b"), ('"\\x00"', "\0"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SCALARS)
def test_a_scalar_means_what_yaml_1_2_says(text: str, expected: object) -> None:
    data = document(f"a: {text}\nb: [{text}]\n").data

    assert data == {"a": expected, "b": [expected] if text else []}
    assert isinstance(data, dict)
    assert type(expected) is type(data["a"])


EMPTY = ("", "\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff", " ", "~")


@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_text_is_none(text: str) -> None:
    found = document(text)

    assert found.data is None
    assert found.place(("model",)).line >= 1


def test_block_texts_are_texts() -> None:
    assert document("a: |\n  5\nb: >-\n  x\n  y\n").data == {"a": "5\n", "b": "x y"}


def test_an_alias_is_a_copy_that_can_be_changed_alone() -> None:
    data = document("a: &x {b: [1]}\nc: *x\nd: [*x]\n").data

    assert data == {"a": {"b": [1]}, "c": {"b": [1]}, "d": [{"b": [1]}]}
    assert isinstance(data, dict)
    assert data["a"] is not data["c"]
    assert data["a"]["b"] is not data["c"]["b"]


def test_the_last_anchor_of_a_name_counts() -> None:
    assert document("[&a 1, *a, &a 2, *a, &a [&a 3, *a], *a]").data == [1, 1, 2, 2, [3, 3], 3]


def test_a_version_of_1_2_and_unknown_directives_before_a_document_are_read() -> None:
    assert document("%YAML 1.2 # as here\n%FOX x\n---\na: 1\n").data == {"a": 1}


def test_a_thousand_keys_are_read() -> None:
    expected = {f"k{number}": number for number in range(1_000)}

    assert expected == document("".join(f"k{n}: {n}\n" for n in range(1_000))).data


def test_thirty_two_levels_are_read() -> None:
    expected: object = 1
    for _ in range(32):
        expected = [expected]

    assert expected == document("[" * 32 + "1" + "]" * 32).data


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fox.yaml"
    path.write_bytes("a: é\n".encode())

    found = load(path)

    assert isinstance(found, Document)
    assert found == Document("a: é\n", {"a": "é"})


def test_a_file_that_is_not_there_stays_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "fox.yaml")


@pytest.mark.parametrize("text", ["#" * (1 << 20) + "\n", "é" * (1 << 19) + "\n"])
def test_over_one_mebibyte_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "fox.yaml"
    path.write_bytes(text.encode())

    for found in (read(text), load(path)):
        assert isinstance(found, tuple)
        assert [refusal.rule for refusal in found] == ["yaml-size"]

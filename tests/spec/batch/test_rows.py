"""A file of rows is read as RFC 4180 and JSON have it, and each value knows its place."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from seedjob.diagnostic import Place
from seedjob.spec.batch.rows import Sheet, read_rows


def sheet(text: str | bytes, file: str = "rows.csv") -> Sheet:
    found = read_rows(file, text.encode() if isinstance(text, str) else text, 500)
    assert isinstance(found, Sheet), found
    return found


def values(text: str | bytes, file: str = "rows.csv") -> list[dict[str, Any]]:
    return [dict(row.values) for row in sheet(text, file).rows]


TEXTS: dict[str, tuple[str, list[dict[str, str]]]] = {
    "lines end in LF, CRLF or CR": (
        "a,b\n1,2\r\n3,4\r5,6",
        [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}, {"a": "5", "b": "6"}],
    ),
    "a byte order mark is none of the header": ("\ufeffa\n1\n", [{"a": "1"}]),
    "quotes hold commas, breaks and quotes": (
        'a,b\n"x, ""y""\nz",2\n',
        [{"a": 'x, "y"\nz', "b": "2"}],
    ),
    "blanks are part of a value, not of a column's name": (
        "a , b\n 1, 2 \n",
        [{"a": " 1", "b": " 2 "}],
    ),
    "empty lines are no rows": ("a\n\n1\n\n", [{"a": "1"}]),
    "an empty text in quotes is a row": ('a\n""\n', [{"a": ""}]),
    "every value is a text": (
        "a,b,c\n1,true,null\n",
        [{"a": "1", "b": "true", "c": "null"}],
    ),
}


@pytest.mark.parametrize("case", TEXTS.values(), ids=TEXTS)
def test_a_csv_file_has_these_rows(case: tuple[str, list[dict[str, str]]]) -> None:
    text, expected = case

    assert expected == values(text)


CELLS = some.text(some.sampled_from('ab ,;"\n\r\té狐🦊'), max_size=8)


@given(some.lists(some.tuples(CELLS, CELLS), min_size=1, max_size=5))
@settings(deadline=None)
def test_what_pythons_csv_writes_is_read_again(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])

    assert [{"a": a, "b": b} for a, b in rows] == values(written.getvalue())


def test_a_json_line_keeps_its_types_and_leaves_out_what_is_null() -> None:
    text = '{"a": 1, "b": true, "c": null, "d": 2.5, "e": "x"}\n\n{"tags": ["y"]}\n'

    assert [{"a": 1, "b": True, "d": 2.5, "e": "x"}, {"tags": ["y"]}] == values(text, "rows.jsonl")


def test_each_value_has_its_place() -> None:
    found = sheet('name,look\nred,"a ""b"""\n\n狐,c\n')

    assert [Place(2, 1, 2, 14), Place(4, 1, 4, 4)] == [found.place(0), found.place(1)]
    assert Place(2, 5, 2, 14) == found.place(0, ("look",))
    assert Place(4, 3, 4, 4) == found.place(1, ("look",))


def test_each_value_of_a_json_line_has_its_place() -> None:
    found = sheet('{"a": 1}\n{"name": "x", "content": [{"type": "text"}]}\n', "rows.jsonl")

    assert Place(2, 10, 2, 13) == found.place(1, ("name",))
    assert Place(2, 36, 2, 42) == found.place(1, ("content", 0, "type"))


BAD = {
    "half a character": ('{"a": "\\ud83d"}\n', "rows.jsonl"),
    "a number over 2^53": ('{"a": 9007199254740993}\n', "rows.jsonl"),
    "a number of 5,000 digits": ('{"a": %s}\n' % ("9" * 5000), "rows.jsonl"),
    "deep brackets": ("[" * 100_000, "rows.jsonl"),
    "infinity": ('{"a": Infinity}\n', "rows.jsonl"),
    "a huge number": ('{"a": 1e999}\n', "rows.jsonl"),
    "a text": ('"a"\n', "rows.jsonl"),
    "an empty mapping": ("{}\n", "rows.jsonl"),
    "a control character": ("a\n\x07\n", "rows.csv"),
    "half a surrogate pair as bytes": (b"a\n\xed\xa0\x80\n", "rows.csv"),
    "UTF-16": ("a\n1\n".encode("utf-16"), "rows.csv"),
    "no name of a column": (",b\n1,2\n", "rows.csv"),
    "a column with a dot": ("a.b\n1\n", "rows.csv"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_an_odd_file_is_refused_with_its_place(case: tuple[str | bytes, str]) -> None:
    text, file = case
    found = read_rows(file, text.encode() if isinstance(text, str) else text, 500)

    assert isinstance(found, tuple)
    assert [("rows", file)] == [(one.rule, one.file) for one in found]
    assert found[0].hint


@given(some.text(some.sampled_from('a,"\n\r{}[]:1 \\'), max_size=40))
@settings(deadline=None, max_examples=300)
def test_any_text_is_rows_or_faults(text: str) -> None:
    for file in ("rows.csv", "rows.jsonl"):
        found = read_rows(file, text.encode(), 500)
        assert isinstance(found, Sheet) or len(found) >= 1

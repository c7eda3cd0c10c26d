"""When the rest of a video may be asked for, and when what comes is that rest."""

import pytest

from seedjob.service.resume import Mark, is_rest, read_mark, rest_headers

HERE, THERE = "https://a.example/v?sign=1", "https://b.example/v?sign=2"
OLD, NOW = "Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:01:00 GMT"
LENGTH = {"content-length": "100"}
TAGGED = Mark(HERE, 100, '"x"', "")
DATED = Mark(HERE, 100, "", OLD)

MARKS: dict[str, tuple[dict[str, str], Mark | None]] = {
    "a strong ETag": ({"etag": '"x"'}, TAGGED),
    "a strong ETag, ranges taken": ({"etag": '"x"', "accept-ranges": "bytes"}, TAGGED),
    "a strong ETag weighs more than a date": (
        {"etag": '"x"', "last-modified": OLD, "date": NOW},
        TAGGED,
    ),
    "a date well before the reply": ({"last-modified": OLD, "date": NOW}, DATED),
    "a date and a weak ETag": ({"etag": 'W/"x"', "last-modified": OLD, "date": NOW}, DATED),
    "a weak ETag": ({"etag": 'W/"x"'}, None),
    "an empty ETag": ({"etag": '""'}, None),
    "two ETags": ({"etag": '"x", "y"'}, None),
    "an ETag without quotes": ({"etag": "x"}, None),
    "an ETag that no header can carry": ({"etag": '"\u2603"'}, None),
    "a huge ETag": ({"etag": f'"{"x" * 5000}"'}, None),
    "a date of just now": ({"last-modified": OLD, "date": OLD}, None),
    "a date without the reply's own": ({"last-modified": OLD}, None),
    "a date that is none": ({"last-modified": "soon", "date": NOW}, None),
    "nothing": ({}, None),
    "ranges not taken": ({"etag": '"x"', "accept-ranges": "None"}, None),
    "packed": ({"etag": '"x"', "content-encoding": "gzip"}, None),
    "chunked": ({"etag": '"x"', "transfer-encoding": "chunked"}, None),
}


@pytest.mark.parametrize(("headers", "mark"), MARKS.values(), ids=MARKS)
def test_only_a_strong_validator_of_a_known_length_is_a_mark(
    headers: dict[str, str], mark: Mark | None
) -> None:
    assert mark == read_mark(HERE, {**LENGTH, **headers})


@pytest.mark.parametrize("length", ["", "-1", "x", "1" * 30, "\u0661"])
def test_without_a_length_there_is_no_mark(length: str) -> None:
    assert read_mark(HERE, {"etag": '"x"', "content-length": length}) is None


ASKED: dict[str, tuple[Mark | None, int, str, dict[str, str]]] = {
    "the same link": (TAGGED, 40, HERE, {"Range": "bytes=40-", "If-Range": '"x"'}),
    "another link, by ETag": (TAGGED, 40, THERE, {"Range": "bytes=40-", "If-Range": '"x"'}),
    "the same link, by date": (DATED, 40, HERE, {"Range": "bytes=40-", "If-Range": OLD}),
    "another link, by date": (DATED, 40, THERE, {}),
    "no mark": (None, 40, HERE, {}),
    "nothing yet": (TAGGED, 0, HERE, {}),
    "all of it": (TAGGED, 100, HERE, {}),
    "more than all": (TAGGED, 101, HERE, {}),
}


@pytest.mark.parametrize(("mark", "count", "url", "headers"), ASKED.values(), ids=ASKED)
def test_a_rest_is_asked_for_only_where_it_can_be_told(
    mark: Mark | None, count: int, url: str, headers: dict[str, str]
) -> None:
    assert headers == rest_headers(mark, count, url)


GOOD = {"content-range": "bytes 40-99/100", "etag": '"x"'}
RESTS: dict[str, tuple[Mark, dict[str, str], bool]] = {
    "the rest": (TAGGED, GOOD, True),
    "a piece of the rest": (TAGGED, {**GOOD, "content-range": "bytes 40-49/100"}, True),
    "the rest, by date": (DATED, {**GOOD, "last-modified": OLD}, True),
    "another start": (TAGGED, {**GOOD, "content-range": "bytes 39-99/100"}, False),
    "another total": (TAGGED, {**GOOD, "content-range": "bytes 40-99/101"}, False),
    "no total": (TAGGED, {**GOOD, "content-range": "bytes 40-99/*"}, False),
    "an end before its start": (TAGGED, {**GOOD, "content-range": "bytes 40-39/100"}, False),
    "an end beyond all": (TAGGED, {**GOOD, "content-range": "bytes 40-100/100"}, False),
    "no range": (TAGGED, {"etag": '"x"'}, False),
    "parts": (TAGGED, {"etag": '"x"', "content-type": "multipart/byteranges"}, False),
    "other units": (TAGGED, {**GOOD, "content-range": "items 40-99/100"}, False),
    "digits of another script": (
        TAGGED,
        {**GOOD, "content-range": "bytes \u0664\u0660-99/100"},
        False,
    ),
    "another ETag": (TAGGED, {**GOOD, "etag": '"y"'}, False),
    "the ETag made weak": (TAGGED, {**GOOD, "etag": 'W/"x"'}, False),
    "no ETag": (TAGGED, {"content-range": "bytes 40-99/100"}, False),
    "another date": (DATED, {**GOOD, "last-modified": NOW}, False),
    "no date": (DATED, GOOD, False),
    "packed": (TAGGED, {**GOOD, "content-encoding": "gzip"}, False),
}


@pytest.mark.parametrize(("mark", "headers", "expected"), RESTS.values(), ids=RESTS)
def test_only_the_rest_of_the_same_video_is_taken(
    mark: Mark, headers: dict[str, str], expected: bool
) -> None:
    assert expected == is_rest(mark, 40, headers)

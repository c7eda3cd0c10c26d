"""What each deed of a fault rule sends, byte by byte where that is what it is about."""

import gzip
import json
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from seedjob.local.service import serving
from tests.local.asking import ask, body, create, ended, made, query
from tests.local.raw import hear

Scripted = Callable[..., Any]


@pytest.fixture
def scripted(folder: Path, tmp_path: Path) -> Scripted:
    def start(*rules: dict[str, Any]) -> Any:
        file = tmp_path / "faults.json"
        file.write_text(json.dumps(rules))
        return serving(folder, speed=20, faults=file)

    return start


@pytest.mark.parametrize("do", ["drop_before", "drop_after"])
@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("match", ["*", "fox"])
def test_a_reset_is_told_apart_from_a_clean_close(
    scripted: Scripted, do: str, match: str, *, reset: bool
) -> None:
    with scripted({"on": "create", "do": do, "reset": reset, "match": match}) as base:
        heard = hear(base, body())

    assert (b"", reset) == (heard.data, heard.was_reset)


ENDS: dict[str, Callable[[bytes], bool]] = {
    "line": lambda told: told == b"HTTP/1.1 200 \r\n",
    "head": lambda told: b"date: " in told and b"\r\n\r\n" not in told,
    "body": lambda told: b'\r\n\r\n{"id"' in told and not told.endswith(b"}"),
}


@pytest.mark.parametrize("at", ENDS)
@pytest.mark.parametrize("reset", [False, True])
def test_an_answer_breaks_off_where_the_rule_says(
    scripted: Scripted, at: str, *, reset: bool
) -> None:
    with scripted({"on": "create", "do": "truncate", "at": at, "reset": reset}) as base:
        heard = hear(base, body())

    assert reset == heard.was_reset
    assert reset or ENDS[at](heard.data)


def test_retry_after_is_seconds_or_a_date_from_the_replys_own(scripted: Scripted) -> None:
    rules = (
        {"on": "create", "do": "status", "status": 429, "retry_after": 3, "times": 1},
        {"on": "create", "do": "status", "status": 429, "retry_date": 90},
    )
    with scripted(*rules) as base:
        seconds, date = (create(base, body()).headers for _ in range(2))

    moment, now = (parsedate_to_datetime(date[name]) for name in ("retry-after", "date"))
    assert ("3", 90.0) == (seconds["retry-after"], (moment - now).total_seconds())


JSON: dict[str, tuple[dict[str, Any], int, Callable[[Any], bool]]] = {
    "denied": ({"do": "denied"}, 401, lambda told: told["error"]["code"] == "AuthenticationError"),
    "unpaid by status": ({"do": "unpaid"}, 402, lambda told: bool(told["error"])),
    "unpaid by code": ({"do": "unpaid", "form": "code"}, 200, lambda told: told["code"] == 402),
    "unpaid by words": ({"do": "unpaid", "form": "words"}, 200, lambda told: "余额" in told["msg"]),
    "merged": (
        {"do": "merge", "fields": {"amount": "1.5", "id": 7}, "without": ["object"]},
        200,
        lambda told: (told["amount"], told["id"], "object" in told) == ("1.5", 7, False),
    ),
    "half of a pair": (
        {"do": "merge", "fields": {"error": "\ud800"}},
        200,
        lambda told: told["error"] == "\ud800",
    ),
    "echo": ({"do": "echo"}, 400, lambda told: "Bearer any" in told["error"]["message"]),
    "a hostile id": (
        {"do": "id", "id": "../scripted"},
        200,
        lambda told: told["id"] == "../scripted",
    ),
    "a long id": ({"do": "id", "id": "ab", "repeat": 9}, 200, lambda told: len(told["id"]) == 18),
    "deep": ({"do": "deep", "depth": 50}, 200, lambda told: told["deep"] != [] and told["id"]),
}


@pytest.mark.parametrize("case", JSON.values(), ids=JSON)
def test_a_create_is_told_otherwise(
    scripted: Scripted, case: tuple[dict[str, Any], int, Callable[[Any], bool]]
) -> None:
    rule, status, says = case
    with scripted({"on": "create", **rule}) as base:
        told = create(base, body())

    assert status == told.status
    assert says(told.json)


def test_a_task_with_a_hostile_id_is_a_task_like_any_other(scripted: Scripted) -> None:
    hostile = "../../etc/\u001b[31m/fox?#%2e"
    with scripted({"on": "create", "do": "id", "id": hostile}) as base:
        done = ended(base, made(base, body()))

        assert (hostile, "completed") == (done["id"], done["status"])
        assert ask(done["video_url"], headers={}).status == 200


TASKS: dict[str, tuple[dict[str, Any], tuple[int, Any, Any]]] = {
    "ended": ({"do": "ended"}, (200, "failed", "内容审核未通过")),
    "cancelled": (
        {"do": "ended", "status": "cancelled", "error": {"code": "x"}, "amount": 1},
        (200, "cancelled", {"code": "x"}),
    ),
    "endless": ({"do": "endless", "after": 2}, (200, "processing", None)),
    "unknown by code": ({"do": "unknown_task"}, (200, None, None)),
    "unknown by status": (
        {"do": "unknown_task", "form": "status"},
        (404, None, {"code": "NotFound", "message": "task not found"}),
    ),
}


@pytest.mark.parametrize("case", TASKS.values(), ids=TASKS)
def test_a_task_is_told_otherwise(
    scripted: Scripted, case: tuple[dict[str, Any], tuple[int, Any, Any]]
) -> None:
    rule, expected = case
    with scripted({"on": "query", **rule}) as base:
        task = made(base, body())
        told = [query(base, task) for _ in range(3)][-1]

    assert expected == (told.status, told.json.get("status"), told.json.get("error"))


def test_a_redirect_leads_to_another_name_of_this_machine_or_where_it_is_told(
    scripted: Scripted,
) -> None:
    rules = (
        {"on": "create", "do": "redirect", "times": 1},
        {"on": "create", "do": "redirect", "status": 307, "location": "http://10.0.0.1/x"},
    )
    with scripted(*rules) as base:
        first, second = create(base, body()), create(base, body())

    other = base.replace("127.0.0.1", "localhost") + "/v1/seedance-x1/videos"
    assert (302, other) == (first.status, first.headers["location"])
    assert (307, "http://10.0.0.1/x") == (second.status, second.headers["location"])


def test_no_http_comes(scripted: Scripted) -> None:
    with scripted({"on": "create", "do": "garble"}) as base:
        assert hear(base, body()).data == b"SSH-2.0-OpenSSH_9.6\r\n"


def test_headers_come_without_end(scripted: Scripted) -> None:
    with scripted({"on": "create", "do": "flood", "headers": 2000}) as base:
        assert hear(base, body()).data.count(b"x-flood-") == 2000


def test_few_bytes_unpack_to_many(scripted: Scripted) -> None:
    with scripted({"on": "create", "do": "bomb", "mib": 2}) as base:
        told = create(base, body())

    assert len(told.body) < 20_000
    assert len(gzip.decompress(told.body)) == 2 << 20


def test_the_head_drips(scripted: Scripted) -> None:
    with scripted({"on": "create", "do": "slow", "part": "head", "rate": 400}) as base:
        began = time.monotonic()
        told = create(base, body())

    assert told.status == 200
    assert time.monotonic() - began > 0.2


VIDEOS: dict[str, Callable[[bytes, bytes], bool]] = {
    "spoilt": lambda told, whole: len(told) == len(whole) and told[:32] == whole[:32] != told,
    "other_video": lambda told, whole: told.startswith(whole) and len(told) > len(whole),
    "wrong_bytes": lambda told, _: told.startswith(b"<!DOCTYPE"),
    "xml": lambda told, _: told.startswith(b"<?xml"),
}


def test_a_video_comes_without_its_etag(scripted: Scripted) -> None:
    with scripted({"on": "download", "do": "no_etag", "times": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]
        told, whole = (ask(url, headers={}) for _ in range(2))

    assert told.body == whole.body
    assert ("etag" in told.headers, "etag" in whole.headers) == (False, True)


@pytest.mark.parametrize("do", VIDEOS)
def test_a_video_is_another(scripted: Scripted, do: str) -> None:
    with scripted({"on": "download", "do": do, "times": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]
        told, whole = (ask(url, headers={}) for _ in range(2))

    assert VIDEOS[do](told.body, whole.body)


@pytest.mark.parametrize("by", [-1000, 1000])
def test_a_length_is_not_the_videos_own(scripted: Scripted, by: int) -> None:
    with scripted({"on": "download", "do": "wrong_length", "by": by, "times": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]
        head, _, told = hear(url).data.partition(b"\r\n\r\n")
        whole = ask(url, headers={}).body

    assert told == whole
    assert f"content-length: {len(whole) + by}".encode() in head


STRETCHES: dict[str, tuple[int, str | None, int]] = {
    # deed: status, range of 100-199 that is told, bytes that come
    "no_range": (200, None, -1),
    "wrong_range": (206, "bytes 1100-1199/", 100),
}


@pytest.mark.parametrize("do", STRETCHES)
def test_a_stretch_is_answered_otherwise(scripted: Scripted, do: str) -> None:
    status, told, length = STRETCHES[do]
    with scripted({"on": "download", "do": do, "times": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]
        whole = ask(url, headers={}).body
        part = ask(url, headers={"Range": "bytes=100-199"})

    assert status == part.status
    assert (told or "None") in str(part.headers.get("content-range"))
    assert (len(whole) if length < 0 else length) == len(part.body)


def test_a_stretch_of_a_file_that_was_exchanged_is_all_of_the_other(scripted: Scripted) -> None:
    with scripted({"on": "download", "do": "other_video", "after": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]
        first = ask(url, headers={})
        asked = {"Range": "bytes=100-199", "If-Range": first.headers["etag"]}
        rest = ask(url, headers=asked)
        careless = ask(url, headers={"Range": "bytes=100-199"})

    assert (200, 206) == (rest.status, careless.status)
    assert len(rest.body) > len(first.body)

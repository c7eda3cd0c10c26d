import json
from datetime import UTC, datetime

import pytest

from seedjob.service.answer import (
    Absent,
    Failed,
    Fault,
    Finished,
    Rendering,
    TaskAnswer,
    Trouble,
)
from seedjob.service.envelope import WORDS
from seedjob.service.reply import read_sighting, read_task

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
URL = "https://media.example/v.mp4?sign=1"
DONE = {"id": "t", "object": "video", "status": "completed", "video_url": URL}

FINISHED: dict[str, tuple[object, Finished]] = {
    "the documented reply": ({**DONE, "actualDuration": 5.04}, Finished(URL, 5.04)),
    "wrapped": ({"code": "200", "msg": "ok", "data": DONE}, Finished(URL)),
    "wrapped with a status of its own": ({"status": "success", "data": DONE}, Finished(URL)),
    "wrapped with a status that is a number": ({"status": 200, "data": DONE}, Finished(URL)),
    "a task within data": ({"data": {"task": DONE}}, Finished(URL)),
    "the link beside the task": (
        {"video_url": URL, "data": {"id": "t", "status": "completed"}},
        Finished(URL),
    ),
    "COMPLETED": ({**DONE, "status": "COMPLETED"}, Finished(URL)),
    "blanks around": ({**DONE, "status": " succeeded ", "video_url": f" {URL} "}, Finished(URL)),
    "success": ({**DONE, "status": "success"}, Finished(URL)),
    "no status but a link": ({"id": "t", "video_url": URL}, Finished(URL)),
    "a link beside an odd code": ({**DONE, "code": "E1"}, Finished(URL)),
    "seconds as a text": ({**DONE, "actualDuration": "5.04"}, Finished(URL, 5.04)),
    "seconds that are none": ({**DONE, "actualDuration": "soon"}, Finished(URL)),
    "no seconds at all": ({**DONE, "actualDuration": 0}, Finished(URL)),
    "amount as a number": ({**DONE, "amount": 1.2}, Finished(URL, None, "1.2")),
    "amount as an integer": ({**DONE, "amount": 3}, Finished(URL, None, "3")),
    "amount as a text": ({**DONE, "amount": "1.20"}, Finished(URL, None, "1.20")),
    "amount of nothing": ({**DONE, "amount": 0}, Finished(URL, None, "0")),
    "amount outside data": ({"amount": "2", "data": DONE}, Finished(URL, None, "2")),
    "amount that is none": ({**DONE, "amount": True}, Finished(URL)),
    "amount below zero": ({**DONE, "amount": -1}, Finished(URL)),
    "amount as words": ({**DONE, "amount": "free"}, Finished(URL)),
    "amount beyond all": ({**DONE, "amount": "1e999999999"}, Finished(URL)),
    "amount endless": ({**DONE, "amount": float("inf")}, Finished(URL)),
    "tokens and progress of any kind": (
        {**DONE, "totalTokens": "108900", "progress": "100%", "last_frame_url": None},
        Finished(URL),
    ),
    "http": ({**DONE, "video_url": "HTTP://m.example/v"}, Finished("HTTP://m.example/v")),
}

RENDERING: dict[str, tuple[object, Rendering]] = {
    "queued": ({"id": "t", "status": "queued"}, Rendering("queued")),
    "Processing": ({"id": "t", "status": "Processing"}, Rendering("Processing")),
    "pending": ({"status": "pending"}, Rendering("pending")),
    "running in data": ({"data": {"status": "RUNNING"}}, Rendering("RUNNING")),
    "progress": ({"status": "running", "progress": "40%"}, Rendering("running")),
    "an error that is not final": ({"status": "queued", "error": "busy"}, Rendering("queued")),
    "done without its link": ({"id": "t", "status": "completed"}, Rendering("completed")),
    "done with a link of null": (
        {"id": "t", "status": "completed", "video_url": None},
        Rendering("completed"),
    ),
    "done with a link that is none": ({**DONE, "video_url": "null"}, Rendering("completed")),
    "done with only the official link": (
        {"status": "completed", "officialMediaUrl": URL},
        Rendering("completed"),
    ),
    "a link before it is done": ({**DONE, "status": "processing"}, Rendering("processing")),
    "a wrapper that succeeded": (
        {"status": "success", "data": {"status": "queued"}},
        Rendering("queued"),
    ),
    "an unknown word": ({"id": "t", "status": "dreaming"}, Rendering("dreaming", known=False)),
    "an unknown word with a link": (
        {**DONE, "status": "archived"},
        Rendering("archived", known=False),
    ),
    "no word at all": ({"id": "t"}, Rendering("", known=False)),
    "a word that is no text": ({"id": "t", "status": 3}, Rendering("", known=False)),
}

FAILED: dict[str, tuple[object, Failed]] = {
    "failed with a text": (
        {"id": "t", "status": "failed", "error": "内容违规"},
        Failed(Fault("failed", "内容违规")),
    ),
    "failed with an object": (
        {"status": "FAILED", "error": {"code": "E1", "message": "no"}},
        Failed(Fault("failed", "no", "E1")),
    ),
    "failed within data": (
        {"data": {"status": "failed", "fail_reason": "no"}},
        Failed(Fault("failed", "no")),
    ),
    "failed without a reason": (
        {"status": "failed"},
        Failed(Fault("failed", "HTTP 200 ok, status 'failed', without a reason")),
    ),
    "failed with a link": (
        {**DONE, "status": "failed", "error": "x"},
        Failed(Fault("failed", "x")),
    ),
    "failed at a price": (
        {"status": "failed", "error": "x", "amount": "1.5"},
        Failed(Fault("failed", "x"), "1.5"),
    ),
    "cancelled": ({"status": "cancelled", "msg": "x"}, Failed(Fault("cancelled", "x"))),
    "canceled": ({"status": "Canceled", "msg": "x"}, Failed(Fault("cancelled", "x"))),
    "expired": ({"status": "expired", "msg": "x"}, Failed(Fault("expired", "x"))),
}

TROUBLE: dict[str, tuple[int, object, str]] = {
    "the login error in a 200": (200, {"code": "204", "msg": "登录验证失败"}, "code"),
    "a code as a number": (200, {"code": 500, "msg": "x"}, "code"),
    "a code beside a status": (200, {"code": 500, "status": "processing"}, "code"),
    "a code beside a failure": (200, {"code": 500, "status": "failed"}, "code"),
    "-1 with data": (200, {"code": -1, "data": {}}, "code"),
    "-1 without data": (200, {"code": -1, "msg": "busy"}, "code"),
    "an error without a status": (200, {"error": "x"}, "code"),
    "400 about the balance": (400, {"error": "insufficient balance"}, "code"),
    "405": (405, {"error": "x"}, "code"),
    "402": (402, {"error": "x"}, "code"),
    "401": (401, {"error": {"code": "AuthenticationError"}}, "key"),
    "401 of a proxy": (401, b"<html>", "key"),
    "403": (403, b"", "key"),
    "408": (408, {"error": "x"}, "network"),
    "425": (425, b"", "network"),
    "429": (429, {"error": "x"}, "network"),
    "500": (500, {"error": "x"}, "network"),
    "500 with a task that failed": (500, {"status": "failed", "error": "x"}, "network"),
    "502": (502, b"<html>", "network"),
    "999": (999, b"", "network"),
    "302": (302, b"", "network"),
    "404 of a proxy": (404, b"<html>not found</html>", "network"),
    "404 of a base that leads nowhere": (
        404,
        {"message": "No handler found for GET /v1/result/t"},
        "code",
    ),
    "404 without a word": (404, b"", "network"),
    "400 of a proxy": (400, b"<html>", "network"),
    "HTML in a 200": (200, b"<html>", "network"),
    "an empty 200": (200, b"", "network"),
    "broken JSON": (200, b'{"status": "comp', "network"),
    "deep JSON": (200, b'{"data":' * 100_000, "network"),
    "an array": (200, b"[1, 2]", "network"),
    "an empty object": (200, {}, "network"),
    "all well and nothing": (200, {"code": 0, "data": None}, "network"),
}

ABSENT: dict[str, tuple[int, object]] = {
    "404": (404, {"error": "task not found"}),
    "410": (410, {"error": "gone"}),
    "400": (400, {"error": {"code": "InvalidParameter", "message": "no such id"}}),
    "422": (422, {"message": "id"}),
    "code -1 and no data": (200, {"code": -1, "data": None}),
    "code '-1' and no data": (200, {"code": "-1", "msg": "x", "data": None}),
}


SIGHTINGS: dict[str, tuple[object, str | None, int | None]] = {
    # what was answered: model, Unix seconds
    "as documented": ({**DONE, "model": "m", "created": 1767225600}, "m", 1767225600),
    "wrapped": ({"code": 200, "data": {**DONE, "model": "m", "created": 5}}, "m", 5),
    "in thousandths": ({**DONE, "created": 1767225600000}, None, 1767225600),
    "as a text": ({**DONE, "created": "1767225600"}, None, 1767225600),
    "nothing told": (DONE, None, None),
    "other kinds": ({**DONE, "model": [], "created": "yesterday"}, None, None),
    "no time that ever was": ({**DONE, "created": 10**19}, None, None),
}


@pytest.mark.parametrize("name", SIGHTINGS)
def test_a_sighting_tells_whose_a_task_is(name: str) -> None:
    reply, model, created = SIGHTINGS[name]

    seen = read_sighting(200, {}, json.dumps(reply).encode(), now=NOW, task_id="t")

    assert (model, created) == (seen.model, seen.created)
    assert read(200, reply) == seen.answer


OWN: dict[str, tuple[str, object]] = {
    "as it was asked for": ("t", {"id": "t"}),
    "no id at all": ("t", {}),
    "an id that is none": ("t", {"id": None, "task_id": ""}),
    "a number for a text": ("123", {"id": 123}),
    "blanks around the answer's": ("t", {"id": " t\n"}),
    "blanks around ours": (" t ", {"id": "t"}),
    "escaped in the answer": ("task/1 a", {"id": "task%2F1%20a"}),
    "escaped in ours": ("task%2f1", {"id": "task/1"}),
    "a percent sign in both": ("100%", {"id": "100%"}),
    "as task_id beside a row's id": ("t", {"id": "row-7", "task_id": "t"}),
    "in a wrapper around the upstream's own": ("t", {"task_id": "t", "data": {"id": "cgt-9"}}),
    "within a wrapper with an id": ("t", {"id": "trace-1", "data": {"id": "t"}}),
}

ANOTHERS: dict[str, tuple[str, object]] = {
    "finished": ("SOMEBODY-ELSES", {**DONE, "id": "SOMEBODY-ELSES"}),
    "finished without a status": ("x", {"id": "x", "video_url": URL}),
    "failed": ("x", {"id": "x", "status": "failed", "error": "no"}),
    "rendering": ("x", {"id": "x", "status": "queued"}),
    "an unknown word": ("x", {"id": "x", "status": "zzz"}),
    "an id alone": ("x", {"task_id": "x"}),
    "a number": ("7", {"id": 7, "status": "queued"}),
    "wrapped": ("x", {"code": 200, "data": {**DONE, "id": "x"}}),
    "wrapped with two ids": ("x", {"id": "y", "data": {**DONE, "id": "x"}}),
    "another case": ("T", {**DONE, "id": "T"}),
    "half of a pair": ("\\ud800", b'{"id": "\\ud800", "status": "queued"}'),
    "what acts on a terminal": ("\\x1b[31m\\u202e", {**DONE, "id": "\x1b[31m\u202e"}),
}


def read(
    status: int, body: object, headers: dict[str, str] | None = None, task_id: str = "t"
) -> TaskAnswer:
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return read_task(status, headers or {}, raw, now=NOW, task_id=task_id)


@pytest.mark.parametrize(("body", "answer"), FINISHED.values(), ids=FINISHED)
def test_done_with_a_link_is_finished(body: object, answer: Finished) -> None:
    assert answer == read(200, body)


@pytest.mark.parametrize(("body", "answer"), RENDERING.values(), ids=RENDERING)
def test_what_is_not_over_is_rendering(body: object, answer: Rendering) -> None:
    assert answer == read(200, body)


@pytest.mark.parametrize(("body", "answer"), FAILED.values(), ids=FAILED)
def test_what_the_service_gave_up_is_failed(body: object, answer: Failed) -> None:
    assert answer == read(200, body)


@pytest.mark.parametrize(("status", "body", "kind"), TROUBLE.values(), ids=TROUBLE)
def test_what_tells_nothing_of_the_task_is_trouble(status: int, body: object, kind: str) -> None:
    answer = read(status, body, {"retry-after": "9"})

    assert isinstance(answer, Trouble)
    assert kind == answer.kind
    assert 0 < len(answer.fault.message) <= 500


@pytest.mark.parametrize(("status", "body"), ABSENT.values(), ids=ABSENT)
def test_a_task_that_is_not_known_is_absent(status: int, body: object) -> None:
    assert isinstance(read(status, body), Absent)


@pytest.mark.parametrize("status", [401, 429, 503])
def test_trouble_passes_on_how_long_to_wait(status: int) -> None:
    answer = read(status, b"", {"Retry-After": "9"})

    assert isinstance(answer, Trouble)
    assert answer.retry_after == 9.0


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_known_in_any_case(word: str) -> None:
    small, large = read(200, {"status": word}), read(200, {"status": word.upper()})

    assert type(small) is type(large)
    assert Rendering(word, known=False) != small


@pytest.mark.parametrize(("task_id", "names"), OWN.values(), ids=OWN)
def test_an_answer_for_the_task_in_any_spelling_is_believed(
    task_id: str, names: dict[str, object]
) -> None:
    body = {"status": "completed", "video_url": URL, **names}

    assert Finished(URL) == read(200, body, task_id=task_id)


@pytest.mark.parametrize(("named", "body"), ANOTHERS.values(), ids=ANOTHERS)
def test_an_answer_for_another_task_is_not_believed(named: str, body: object) -> None:
    expected = Fault("code", f"the answer is about task '{named}', not about 't'")

    assert Trouble("code", expected) == read(200, body)


def test_long_ids_are_told_shortened() -> None:
    answer = read(200, {**DONE, "id": "a" * 5000}, task_id="b" * 5000)

    assert isinstance(answer, Trouble)
    told = f"the answer is about task '{'a' * 99}…', not about '{'b' * 99}…'"
    assert told == answer.fault.message


def test_a_request_s_own_id_does_not_make_an_absent_task_another() -> None:
    answer = read(200, {"code": -1, "id": "trace-1", "data": None})

    assert isinstance(answer, Absent)

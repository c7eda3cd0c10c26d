import json
from datetime import UTC, datetime

import pytest

from seedjob.service.answer import (
    CreateAnswer,
    Fault,
    NotSent,
    Refused,
    Submitted,
    Unknown,
    Unusable,
)
from seedjob.service.reply import read_create

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
LOGIN = {"code": "204", "msg": "登录验证失败"}
AUTHENTICATION = {
    "error": {"code": "AuthenticationError", "message": "the API key is wrong", "type": "x"}
}
CREATED = {
    "id": "task-1",
    "object": "video",
    "created": 1,
    "model": "seedance_2_0_x1_official",
    "status": "queued",
}

SUBMITTED: dict[str, tuple[int, object, str]] = {
    "the documented reply": (200, CREATED, "task-1"),
    "201": (201, CREATED, "task-1"),
    "error null": (200, {**CREATED, "error": None}, "task-1"),
    "error empty": (200, {**CREATED, "error": ""}, "task-1"),
    "wrapped in data": (200, {"code": 200, "msg": "ok", "data": CREATED}, "task-1"),
    "wrapped twice": (200, {"data": {"data": CREATED}}, "task-1"),
    "a task within data": (200, {"code": "0", "data": {"task": CREATED}}, "task-1"),
    "a list of one": (200, {"data": [CREATED]}, "task-1"),
    "task_id": (200, {"task_id": "t"}, "t"),
    "taskId": (200, {"data": {"taskId": "t"}}, "t"),
    "an id of digits": (200, {"id": 12345678901234567890}, "12345678901234567890"),
    "an id of very many digits": (200, b'{"id": ' + b"7" * 4000 + b"}", "7" * 4000),
    "an id null beside a task_id": (200, {"id": None, "task_id": "t"}, "t"),
    "an id empty beside data.id": (200, {"id": " ", "data": {"id": "t"}}, "t"),
    "status in capitals": (200, {"id": "t", "status": "QUEUED"}, "t"),
    "an unknown status": (200, {"id": "t", "status": "zzz"}, "t"),
    "completed at once": (200, {"id": "t", "status": "completed"}, "t"),
    "an error beside an id that did not fail": (200, {"id": "t", "error": "odd"}, "t"),
    "an error code beside an id": (200, {"code": 500, "data": {"id": "t"}}, "t"),
    "failed without any reason": (200, {"id": "t", "status": "failed"}, "t"),
    "a wrapper that failed around a task that did not": (
        200,
        {"status": "failed", "msg": "x", "data": {"id": "t", "status": "queued"}},
        "t",
    ),
    "an id in a 500": (500, CREATED, "task-1"),
    "an id in a 429": (429, {"id": "t"}, "t"),
    "an id in a 401": (401, {"id": "t"}, "t"),
    "an id in a 302": (302, {"id": "t"}, "t"),
    "a byte order mark": (200, b'\xef\xbb\xbf{"id": "t"}', "t"),
    "bytes that are no UTF-8": (200, b'{"id": "t", "msg": "\xff\xfe"}', "t"),
    "NaN and Infinity": (200, b'{"id": "t", "created": NaN, "x": -Infinity}', "t"),
    "an integer of 5,000 digits": (200, b'{"created": ' + b"1" * 5000 + b', "id": "t"}', "t"),
    "an id to be escaped in a path": (200, {"id": "a/../b?c#d"}, "a/../b?c#d"),
    "an id with control characters": (200, {"id": "a\nb\x00"}, "a\nb\x00"),
    "an id of 513 characters": (200, {"id": "a" * 513}, "a" * 513),
    "an id of 4096 characters": (200, {"id": "a" * 4096}, "a" * 4096),
    "a wrapper with an id of its own": (
        200,
        {"code": 200, "id": "trace-1", "data": {"id": "task-REAL"}},
        "task-REAL",
    ),
    "a wrapper with an id, around a status": (
        200,
        {"code": 200, "id": "trace-1", "data": {"id": "task-REAL", "status": "queued"}},
        "task-REAL",
    ),
    "a wrapper with an id and a status of the call": (
        200,
        {"id": "trace-1", "status": "success", "data": {"id": "task-REAL"}},
        "task-REAL",
    ),
    "a wrapper with an id, around another": (
        200,
        {"id": "trace-1", "data": {"id": "batch-1", "task": {"taskId": "task-REAL"}}},
        "task-REAL",
    ),
    "an id beside data null": (200, {"id": "video-1", "status": "queued", "data": None}, "video-1"),
    "an id beside data without an id": (200, {"id": "video-1", "data": {"status": "x"}}, "video-1"),
    "a task around its file": (
        200,
        {"id": "video-1", "status": "queued", "result": {"id": "file-1"}},
        "video-1",
    ),
    "a task with object around an asset": (
        200,
        {"id": "video-1", "object": "video", "data": {"id": "asset-1"}},
        "video-1",
    ),
    "a task with a model around an asset": (
        200,
        {"id": "video-1", "model": "m", "data": [{"id": "asset-1"}]},
        "video-1",
    ),
    "a status on both": (
        200,
        {"id": "trace-1", "status": "queued", "data": {"id": "task-REAL", "status": "queued"}},
        "task-REAL",
    ),
    "the documented reply around the upstream's": (
        200,
        {**CREATED, "data": {"id": "cgt-1", "status": "queued"}},
        "task-1",
    ),
    "the documented reply within one with a status": (
        200,
        {"id": "trace-1", "status": "queued", "data": CREATED},
        "task-1",
    ),
    "an id with blanks around it": (200, {"id": " t "}, " t "),
}

MODERATED = (
    ("InvalidPrompt", "insufficient detail in the prompt"),
    ("InvalidPrompt", "the picture is out of balance"),
    ("InvalidPrompt", "a quota of violence"),
    ("InvalidParameter", "no balanced light: insufficient contrast"),
    ("InsufficientDetail", "say more"),
    ("INSUFFICIENT_CONTRAST", "too dark"),
    ("SensitiveContentDetected", "the text 'insufficient funds' is not allowed"),
    ("InputTextSensitive", "提示词『余额不足』违规"),
    ("E1", "content policy violation: 'no credit'"),
    ("E1", "unauthorized likeness of a person"),
)

PENNILESS: tuple[tuple[int, object], ...] = (
    (200, {"error": "insufficient balance"}),
    (200, {"error": "balance"}),
    (400, {"error": "Quota."}),
    (200, {"msg": "quota exceeded"}),
    (200, {"msg": "Insufficient"}),
    (400, {"error": {"message": "Insufficient quota"}}),
    (400, {"error": {"message": "Insufficient account balance, please top up"}}),
    (400, {"error": {"message": "You exceeded your current quota"}}),
    (400, {"error": {"message": "not enough credits"}}),
    (400, {"error": {"message": "out of credit"}}),
    (400, {"error": {"message": "balance not enough"}}),
    (400, {"error": {"message": "your balance is insufficient"}}),
    (400, {"error": {"message": "low balance"}}),
    (400, {"error": {"message": "your balance is too low"}}),
    (400, {"error": {"message": "no funds"}}),
    (400, {"error": {"message": "no", "code": "INSUFFICIENT_BALANCE"}}),
    (400, {"error": {"message": "no", "code": "insufficient_user_quota"}}),
    (400, {"error": {"message": "no", "code": "InsufficientQuota"}}),
    (400, {"error": {"message": "no", "code": "AccountOverdueError"}}),
    (200, {"code": "QUOTA_EXCEEDED", "msg": "no"}),
    (402, {"error": {"message": "sensitive", "code": "Moderation"}}),
)

REFUSED: dict[str, tuple[int, object, Fault]] = {
    "failed with an error": (
        200,
        {"status": "failed", "error": "内容违规"},
        Fault("refused", "内容违规"),
    ),
    "failed in capitals": (200, {"status": "FAILED", "error": "no"}, Fault("refused", "no")),
    "failed in data": (
        200,
        {"data": {"status": "failed", "error": {"code": "E1", "message": "no"}}},
        Fault("refused", "no", "E1"),
    ),
    "an error without an id": (200, {"error": "no"}, Fault("refused", "no")),
    "an error that has only a code": (
        200,
        {"error": {"code": "E1"}},
        Fault("refused", "E1", "E1"),
    ),
    "error before msg before message": (
        200,
        {"message": "3", "msg": "2", "error": "1"},
        Fault("refused", "1"),
    ),
    "msg before message": (
        200,
        {"code": 1, "message": "b", "msg": "a"},
        Fault("refused", "a", "1"),
    ),
    "errorMessage": (200, {"errorMessage": "no"}, Fault("refused", "no")),
    "fail_reason": (200, {"data": {"fail_reason": "no"}}, Fault("refused", "no")),
    "a code as a number": (200, {"code": 500, "msg": "no"}, Fault("refused", "no", "500")),
    "a code as a text": (200, {"code": "E_BAD", "msg": "no"}, Fault("refused", "no", "E_BAD")),
    "a code below zero": (200, {"code": -1, "msg": "no"}, Fault("refused", "no", "-1")),
    "a code within data": (200, {"data": {"code": 7, "msg": "no"}}, Fault("refused", "no", "7")),
    "400": (400, {"error": "bad ratio"}, Fault("refused", "bad ratio", "400")),
    "400 with a code": (400, {"code": "E1", "msg": "no"}, Fault("refused", "no", "E1")),
    "404 without a path": (
        404,
        {"message": "No handler found for POST /v1/x"},
        Fault("refused", "No handler found for POST /v1/x", "404"),
    ),
    "405 of a proxy": (
        405,
        b"<html>no</html>",
        Fault("refused", "HTTP 405 method not allowed with a page of HTML: <html>no</html>", "405"),
    ),
    "411 without a word": (
        411,
        b"",
        Fault("refused", "HTTP 411 length required with an empty reply", "411"),
    ),
    "302": (302, b"", Fault("refused", "HTTP 302 found with an empty reply", "302")),
    "failed without a reason": (
        200,
        {"status": "failed"},
        Fault("refused", "HTTP 200 ok, status 'failed', without a reason"),
    ),
    **{
        f"a moderator who says '{text}'": (
            400,
            {"error": {"code": code, "message": text}},
            Fault("refused", text, code),
        )
        for code, text in MODERATED
    },
    "a text too long": (200, {"error": "x" * 9000}, Fault("refused", "x" * 499 + "…")),
    "a text with NUL": (200, {"error": "a\x00b"}, Fault("refused", "a\ufffdb")),
    "a text with half a pair": (200, b'{"error": "a\\ud800b"}', Fault("refused", "a\ufffdb")),
}

UNUSABLE: dict[str, tuple[int, object, Fault]] = {
    "the login error in a 200": (200, LOGIN, Fault("key", "登录验证失败", "204")),
    "the login error with a number": (
        200,
        {"code": 204, "msg": "x"},
        Fault("key", "x", "204"),
    ),
    "the login error with a float": (200, {"code": 204.0, "msg": "x"}, Fault("key", "x", "204")),
    "401": (
        401,
        AUTHENTICATION,
        Fault("key", "the API key is wrong", "AuthenticationError"),
    ),
    "that error with a 400": (
        400,
        AUTHENTICATION,
        Fault("key", "the API key is wrong", "AuthenticationError"),
    ),
    "403 of a proxy": (
        403,
        b"<html>",
        Fault("key", "HTTP 403 forbidden with a page of HTML: <html>", "403"),
    ),
    "402": (402, b"", Fault("balance", "HTTP 402 payment required with an empty reply", "402")),
    "403 for balance": (403, {"msg": "余额不足"}, Fault("balance", "余额不足", "403")),
    "a code for balance": (
        200,
        {"code": 402, "msg": "pay"},
        Fault("balance", "pay", "402"),
    ),
    "余额": (200, {"code": 5, "msg": "账户余额不足"}, Fault("balance", "账户余额不足", "5")),
    "欠费": (200, {"error": "已欠费"}, Fault("balance", "已欠费")),
    "额度": (400, {"message": "额度用完"}, Fault("balance", "额度用完", "400")),
    "balance": (200, {"error": "No Balance"}, Fault("balance", "No Balance")),
    "quota": (400, {"error": {"message": "quota"}}, Fault("balance", "quota", "400")),
    "insufficient": (
        200,
        {"error": {"code": "INSUFFICIENT", "message": "no"}},
        Fault("balance", "no", "INSUFFICIENT"),
    ),
    "words in a later text": (
        200,
        {"error": "failed", "msg": "余额不足"},
        Fault("balance", "failed"),
    ),
    "words without a code": (200, {"msg": "余额不足"}, Fault("balance", "余额不足")),
    "words with status failed": (
        200,
        {"status": "failed", "error": "余额不足"},
        Fault("balance", "余额不足"),
    ),
    "words and an id that failed": (
        200,
        {"id": "t", "status": "failed", "error": "余额不足"},
        Fault("balance", "余额不足 (task 't')"),
    ),
}

UNKNOWN: dict[str, tuple[int, object]] = {
    "a success that tells of a balance left": (
        200,
        {"code": 200, "msg": "提交成功 剩余额度 95", "data": {"taskNo": "x"}},
    ),
    "a success in English that tells of a balance": (200, {"message": "ok, balance 12.5"}),
    "a 200 of HTML": (200, b"<html><body>please log in</body></html>"),
    "an empty 200": (200, b""),
    "a blank 200": (200, b" \r\n"),
    "204": (204, b""),
    "broken JSON": (200, b'{"id": "task-1", "sta'),
    "JSON that is a list": (200, b"[]"),
    "JSON that is a text": (200, b'"task-1"'),
    "JSON null": (200, b"null"),
    "an empty object": (200, {}),
    "all well without an id": (200, {"code": 200, "msg": "success", "data": None}),
    "a text that is no error": (200, {"message": "accepted"}),
    "a success with a warning": (200, {"message": "ok, but low balance", "data": {"no": "x"}}),
    "a success with a moderator's note": (200, {"msg": "insufficient detail"}),
    "an id that is true": (200, {"id": True}),
    "an id that is zero": (200, {"id": 0}),
    "an id that is an object": (200, {"id": {"a": 1}}),
    "an id within an error": (500, {"error": {"id": "t"}}),
    "deep JSON": (200, b"[" * 500_000),
    "deep objects": (200, b'{"data":' * 100_000),
    "an id of 4097 characters": (200, {"id": "a" * 4097}),
    "an id with half a pair": (200, b'{"id": "a\\ud800"}'),
    "100": (100, b""),
    "408": (408, {"error": "timeout"}),
    "409": (409, {"error": "conflict"}),
    "500": (500, {"error": "oops"}),
    "500 with words of balance": (500, {"error": "余额不足"}),
    "500 with the login error": (500, LOGIN),
    "502 of a proxy": (502, b"<html>Bad Gateway</html>"),
    "503 with Retry-After": (503, b""),
    "504": (504, b"upstream timed out"),
    "599": (599, b""),
    "a status beyond all": (999, b""),
}


def wire(body: object) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()


def read(status: int, body: object, headers: dict[str, str] | None = None) -> CreateAnswer:
    return read_create(status, headers or {}, wire(body), now=NOW)


@pytest.mark.parametrize(("status", "body", "task_id"), SUBMITTED.values(), ids=SUBMITTED)
def test_any_answer_with_an_id_is_submitted(status: int, body: object, task_id: str) -> None:
    assert Submitted(task_id) == read(status, body)


@pytest.mark.parametrize(("status", "body", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_says_no_is_refused(status: int, body: object, fault: Fault) -> None:
    assert Refused(fault) == read(status, body)


@pytest.mark.parametrize("status", [200, 400, 409, 429, 500])
def test_an_id_that_failed_with_a_reason_is_refused_and_kept(status: int) -> None:
    answer = read(status, {"id": "t", "status": "failed", "error": "内容违规"})

    assert isinstance(answer, Refused)
    assert (answer.task_id, answer.fault.message) == ("t", "内容违规")


def test_an_id_that_failed_and_that_no_record_could_hold_is_not_passed_on() -> None:
    answer = read(200, b'{"id": "a\\ud800", "status": "failed", "error": "no"}')

    assert Refused(Fault("refused", "no")) == answer


@pytest.mark.parametrize(("status", "body", "fault"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_refused_key_or_balance_stops_all_creates(
    status: int, body: object, fault: Fault
) -> None:
    assert Unusable(fault) == read(status, body)


@pytest.mark.parametrize(("status", "body"), PENNILESS, ids=map(repr, PENNILESS))
def test_words_for_an_empty_purse_are_known(status: int, body: object) -> None:
    answer = read(status, body)

    assert isinstance(answer, Unusable)
    assert answer.fault.kind == "balance"


@pytest.mark.parametrize(("status", "body"), UNKNOWN.values(), ids=UNKNOWN)
def test_whatever_proves_nothing_is_unknown(status: int, body: object) -> None:
    answer = read(status, body, {"Retry-After": "1"})

    assert isinstance(answer, Unknown)
    assert 0 < len(answer.fault.message) <= 500


@pytest.mark.parametrize("body", [b"", b"<html>", {"error": "slow down"}, {"msg": "quota"}])
@pytest.mark.parametrize("status", [425, 429])
def test_too_early_and_too_many_were_not_accepted(status: int, body: object) -> None:
    answer = read(status, body, {"Retry-After": "7"})

    assert isinstance(answer, NotSent)
    assert (answer.fault.kind, answer.retry_after) == ("rate", 7.0)


def test_an_id_in_a_reply_that_breaks_off_can_be_read_by_a_person() -> None:
    answer = read(200, b'{"id": "task-1", "sta')

    assert Unknown(Fault("reply", 'HTTP 200 ok with broken JSON: {"id": "task-1", "sta')) == answer


UNKEPT: dict[str, tuple[str, str]] = {
    "too long": ("ab" * 3000, "ab" * 100 + ": the id is 6000 characters long"),
    "half of a pair": ("task-\ud800", "task-\\ud800: the id holds half"),
    "too long, with what acts on a terminal": (
        "\x1b\u202e\n" + "a" * 5000,
        "\\x1b\\u202e\\n" + "a" * 197,
    ),
}


@pytest.mark.parametrize(("task_id", "start"), UNKEPT.values(), ids=UNKEPT)
def test_an_id_that_no_record_can_hold_begins_the_message(task_id: str, start: str) -> None:
    answer = read(200, json.dumps({"id": task_id}).encode())

    assert isinstance(answer, Unknown)
    assert answer.fault.message.startswith(start)

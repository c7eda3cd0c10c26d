"""A fault file to what a client meets, and what the log then says was accepted."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from seedjob.errors import UsageError
from seedjob.local.rulefile import read_faults
from seedjob.local.service import serving
from tests.local.asking import ask, body, create, ended, made, query

LOST = (http.client.HTTPException, ConnectionError)


@pytest.fixture
def scripted(folder: Path, tmp_path: Path) -> Any:
    """Start the service with rules; its films come from the folder that all share."""

    def start(*rules: dict[str, Any]) -> Any:
        file = tmp_path / "faults.json"
        file.write_text(json.dumps(rules))
        return serving(folder, speed=20, faults=file)

    return start


def accepted(folder: Path) -> int:
    logged = map(json.loads, (folder / "requests.jsonl").read_text().splitlines())
    return sum(line["method"] == "POST" and line["task"] is not None for line in logged)


ANSWERS: dict[str, tuple[dict[str, Any], int, str]] = {
    "status": ({"do": "status", "status": 429, "body": {"a": 1}}, 429, '{"a": 1}'),
    "status with text": ({"do": "status", "status": 500, "body": "oh"}, 500, "oh"),
    "html": ({"do": "html"}, 502, "<!DOCTYPE html>"),
    "empty": ({"do": "empty"}, 200, ""),
    "code": ({"do": "code"}, 200, '{"code": "204", "msg": "登录验证失败"}'),
    "code as a number": ({"do": "code", "code": 500, "msg": "x"}, 200, '{"code": 500, "msg": "x"}'),
}


@pytest.mark.parametrize("case", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("accept", [False, True])
def test_another_answer_to_a_create(
    scripted: Any, folder: Path, case: tuple[dict[str, Any], int, str], *, accept: bool
) -> None:
    rule, status, start = case
    with scripted({"on": "create", "accept": accept, **rule}) as base:
        before = accepted(folder)
        told = create(base, body())

        assert (told.status, told.body.decode()[: len(start)]) == (status, start)
        assert accepted(folder) - before == int(accept)


def test_a_status_comes_with_its_headers(scripted: Any) -> None:
    rule = {"on": "query", "do": "status", "status": 429, "headers": {"Retry-After": "7"}}
    with scripted(rule) as base:
        told = query(base, made(base, body()))

    assert (told.status, told.headers["retry-after"]) == (429, "7")


@pytest.mark.parametrize(
    ("do", "cost"), [("drop_before", 0), ("drop_after", 1)], ids=["not accepted", "accepted"]
)
@pytest.mark.parametrize("match", ["*", "fox"])
def test_a_create_is_dropped(scripted: Any, folder: Path, do: str, cost: int, match: str) -> None:
    with scripted({"on": "create", "match": match, "do": do, "times": 1}) as base:
        before = accepted(folder)
        with pytest.raises(LOST):
            create(base, body())

        assert accepted(folder) - before == cost
        assert create(base, body()).status == 200


def test_a_late_answer_is_an_accepted_one(scripted: Any, folder: Path) -> None:
    with scripted({"on": "create", "do": "delay", "seconds": 0.3}) as base:
        before, began = accepted(folder), time.monotonic()
        told = create(base, body())

    assert told.status == 200
    assert time.monotonic() - began > 0.3
    assert accepted(folder) - before == 1


def test_an_answer_breaks_off(scripted: Any) -> None:
    with (
        scripted({"on": "create", "do": "truncate"}) as base,
        pytest.raises(http.client.IncompleteRead),
    ):
        create(base, body())


def test_a_reply_is_wrapped(scripted: Any) -> None:
    with scripted({"on": "create", "do": "wrap"}) as base:
        assert list(create(base, body()).json) == ["data"]


@pytest.mark.parametrize(
    ("rule", "status"),
    [({"do": "upper"}, "QUEUED"), ({"do": "odd_status", "word": "dreaming"}, "dreaming")],
)
def test_a_status_is_worded_otherwise(scripted: Any, rule: dict[str, Any], status: str) -> None:
    with scripted({"on": "create", **rule}) as base:
        assert create(base, body()).json["status"] == status


def test_a_completed_task_comes_once_without_its_link(scripted: Any) -> None:
    with scripted({"on": "query", "do": "no_url"}) as base:
        first = ended(base, made(base, body()))
        second = query(base, first["id"]).json

    assert (first["status"], first["video_url"]) == ("completed", None)
    assert second["video_url"]


def test_a_task_fails_with_the_message_of_the_rule(scripted: Any) -> None:
    with scripted({"on": "create", "do": "fail", "message": "不合规"}) as base:
        told = ended(base, made(base, body()))

    assert (told["status"], told["error"]) == ("failed", "不合规")


def test_a_link_is_dead(scripted: Any) -> None:
    with scripted({"on": "download", "do": "dead_link", "times": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]

        assert ask(url, headers={}).status == 403
        assert ask(url, headers={}).status == 200


def test_a_download_breaks_off_in_its_middle(scripted: Any) -> None:
    with scripted({"on": "download", "do": "cut", "times": 1}) as base:
        url = ended(base, made(base, body()))["video_url"]
        with pytest.raises(http.client.IncompleteRead) as broken:
            ask(url, headers={})
        whole = ask(url, headers={}).body

    assert broken.value.partial == whole[: len(whole) // 2]


def test_a_video_is_a_page(scripted: Any) -> None:
    with scripted({"on": "download", "do": "wrong_bytes"}) as base:
        told = ask(ended(base, made(base, body()))["video_url"], headers={})

    assert told.headers["content-type"] == "video/mp4"
    assert told.body.startswith(b"<!DOCTYPE html>")


def test_an_answer_drips(scripted: Any) -> None:
    with scripted({"on": "query", "do": "slow", "rate": 1000}) as base:
        task = made(base, body())
        began = time.monotonic()
        told = query(base, task)

    assert told.json["id"] == task
    assert time.monotonic() - began > 0.1


def test_a_rule_strikes_the_prompts_that_it_matches(scripted: Any) -> None:
    with scripted({"on": "create", "match": "snow", "do": "html"}) as base:
        assert create(base, body(prompt="a fox on snow")).status == 502
        assert create(base, body()).status == 200


def test_a_rule_lets_the_first_pass_and_then_strikes_so_often(scripted: Any) -> None:
    with scripted({"on": "create", "after": 2, "times": 2, "do": "html"}) as base:
        told = [create(base, body()).status for _ in range(6)]

    assert told == [200, 200, 502, 502, 200, 200]


def test_unread_drops_wait_their_turn(scripted: Any) -> None:
    told: list[int | None] = []
    with scripted({"on": "create", "after": 1, "times": 1, "do": "drop_before"}) as base:
        for _ in range(3):
            try:
                told.append(create(base, body()).status)
            except LOST:
                told.append(None)

    assert told == [200, None, 200]


def test_the_next_rule_takes_over_when_one_is_spent(scripted: Any) -> None:
    rules = (
        {"on": "query", "times": 1, "do": "html"},
        {"on": "query", "times": 1, "do": "empty", "status": 504},
    )
    with scripted(*rules) as base:
        task = made(base, body())
        told = [query(base, task).status for _ in range(3)]

    assert told == [502, 504, 200]


def test_a_rule_strikes_its_share_of_what_it_matches_and_the_same_again(scripted: Any) -> None:
    rule = {"on": "create", "share": 0.25, "seed": 7, "do": "html"}
    told = []
    for _ in range(2):
        with scripted(rule) as base:
            told.append([create(base, body()).status for _ in range(60)])

    assert told[0] == told[1]
    assert 5 <= told[0].count(502) <= 25


def test_what_a_share_leaves_meets_the_next_rule_and_times_counts_strikes(scripted: Any) -> None:
    rules = (
        {"on": "create", "share": 0.5, "times": 3, "do": "drop_before"},
        {"on": "create", "do": "html"},
    )
    told: list[int | None] = []
    with scripted(*rules) as base:
        for _ in range(20):
            try:
                told.append(create(base, body()).status)
            except LOST:
                told.append(None)

    assert (told.count(None), told.count(502)) == (3, 17)


def test_counts_are_exact_when_many_ask_at_once(scripted: Any) -> None:
    with (
        scripted({"on": "create", "times": 7, "do": "html"}) as base,
        ThreadPoolExecutor(8) as pool,
    ):
        told = list(pool.map(lambda _: create(base, body()).status, range(30)))

    assert sorted(told) == [200] * 23 + [502] * 7


BAD_FILES: dict[str, tuple[object, str]] = {
    "no list": ({}, "must be a list of rules"),
    "a rule that is a text": (["html"], "rule 1 of .* must be an object"),
    "no name": ([{"on": "create"}], "'do' must be one of status, html"),
    "an unknown name": ([{"on": "create", "do": "explode"}], "'do' must be one of"),
    "no place": ([{"do": "html"}], "needs 'on' to be create or query or download"),
    "another place": ([{"on": "query", "do": "fail"}], "'fail' needs 'on' to be create"),
    "an unknown argument": ([{"on": "create", "do": "html", "x": 1}], "'html' takes no 'x'"),
    "a number to match": ([{"on": "create", "do": "html", "match": 1}], "'match' must be"),
    "a broken count": ([{"on": "create", "do": "html", "times": 1.5}], "'times' must be"),
    "true for a count": ([{"on": "create", "do": "html", "after": True}], "'after' must be"),
    "a negative count": ([{"on": "create", "do": "html", "times": -1}], "'times' must be"),
    "a name nearly right": ([{"on": "create", "do": "drop_befor"}], "did you mean 'drop_before'"),
    "an argument nearly right": ([{"on": "create", "do": "html", "time": 1}], "mean 'times'"),
    "a share of nothing": (
        [{"on": "create", "do": "html", "share": 0}],
        "'share' must be a number",
    ),
    "a share of more than all": (
        [{"on": "create", "do": "html", "share": 1.5}],
        "'share' must be a number over 0 and at most 1, not 1.5",
    ),
    "a seed that is no number": ([{"on": "create", "do": "html", "seed": "x"}], "'seed' must be a"),
    "an endless number": ([{"on": "create", "do": "delay", "seconds": 1e999}], "a number over 0"),
    "a form that is none": (
        [{"on": "create", "do": "unpaid", "form": "x"}],
        "'form' must be one of status, code, words, not \"x\"",
    ),
    "a header that cannot be sent": (
        [{"on": "create", "do": "status", "headers": {"A": "b\nc"}}],
        "'headers' must be an object of printable ASCII texts",
    ),
    "a date too far": (
        [{"on": "create", "do": "status", "retry_date": 1e12}],
        "'retry_date' must be a number of seconds from 0, or null",
    ),
    "a status out of range": ([{"on": "create", "do": "html", "status": 99}], "from 200 to 599"),
    "a text for seconds": ([{"on": "create", "do": "delay", "seconds": "5"}], "'seconds' must be"),
    "the second rule": ([{"on": "create", "do": "html"}, {}], "rule 2 of"),
}


@pytest.mark.parametrize(("given", "told"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_a_usage_error(tmp_path: Path, given: object, told: str) -> None:
    file = tmp_path / "faults.json"
    file.write_text(json.dumps(given))

    with pytest.raises(UsageError, match=told):
        read_faults(file)


def test_a_file_that_is_not_there_or_no_json_is_a_usage_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("- on: create")

    with pytest.raises(UsageError, match="No such file"):
        read_faults(tmp_path / "gone.json")
    with pytest.raises(UsageError, match="is not JSON"):
        read_faults(broken)

"""The way of a task over a real socket, and what the service says to everything else."""

import contextlib
import gc
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from seedjob.errors import UsageError
from seedjob.local.fetch import SIZE_LIMIT
from seedjob.local.service import serving
from seedjob.media.host import hosting
from tests.local.asking import (
    CREATE,
    HEADERS,
    ask,
    audio,
    body,
    create,
    ended,
    image,
    made,
    query,
    video,
)
from tests.local.conftest import BOMBS

SOON = 20.0
"""Seconds in which a service ends on a busy machine; what it waited for would hold it for ever."""


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "requests.jsonl").read_text().splitlines()]


def test_a_create_answers_with_the_documented_fields(base: str) -> None:
    began = time.time()
    told = create(base, body())

    assert told.status == 200
    assert list(told.json) == ["id", "object", "created", "model", "status", "error"]
    assert told.json["object"] == "video"
    assert told.json["status"] == "queued"
    assert int(began) <= told.json["created"] <= time.time()
    assert "date" in told.headers


def test_a_task_goes_from_queued_through_processing_to_a_video(tmp_path: Path) -> None:
    with serving(tmp_path, speed=0.1) as base:  # so that nobody comes too late for either
        task = made(base, body())
        seen = [query(base, task).json]
        while seen[-1]["status"] not in {"completed", "failed"}:
            time.sleep(0.02)
            seen.append(query(base, task).json)
        video_told = ask(seen[-1]["video_url"], headers={})

    assert list(dict.fromkeys(told["status"] for told in seen)) == [
        "queued",
        "processing",
        "completed",
    ]
    assert {told["video_url"] for told in seen[:-1]} == {None}
    assert seen[-1]["actualDuration"] == 4.0
    assert isinstance(seen[-1]["actualDuration"], float)
    assert video_told.headers["content-type"] == "video/mp4"
    assert video_told.body[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("asked", "status", "expected_range", "part"),
    [
        ("bytes=0-9", 206, "bytes 0-9/{size}", slice(0, 10)),
        ("bytes=100-", 206, "bytes 100-{last}/{size}", slice(100, None)),
        ("bytes=-7", 206, "bytes {tail}-{last}/{size}", slice(-7, None)),
        ("bytes=5-99999999", 206, "bytes 5-{last}/{size}", slice(5, None)),
        ("bytes=99999999-", 416, "bytes */{size}", slice(0, 0)),
        ("bytes=-0", 416, "bytes */{size}", slice(0, 0)),
        ("bytes=0-1,4-5", 200, None, slice(None)),
        ("pages=1-2", 200, None, slice(None)),
    ],
)
def test_a_stretch_of_a_video_can_be_asked_for(
    base: str, asked: str, status: int, expected_range: str | None, part: slice
) -> None:
    url = ended(base, made(base, body()))["video_url"]
    whole = ask(url, headers={})

    told = ask(url, headers={"Range": asked, "If-Range": whole.headers["etag"]})

    size = len(whole.body)
    numbers = {"size": size, "last": size - 1, "tail": size - 7}
    expected = expected_range.format(**numbers) if expected_range else None
    assert (told.status, told.headers.get("content-range")) == (status, expected)
    assert told.body == whole.body[part]


def test_a_stretch_of_another_file_than_before_is_the_whole_file(base: str) -> None:
    url = ended(base, made(base, body()))["video_url"]

    told = ask(url, headers={"Range": "bytes=5-", "If-Range": '"other"'})

    assert told.status == 200


def test_head_tells_the_length_without_the_video(base: str) -> None:
    url = ended(base, made(base, body()))["video_url"]

    told = ask(url, "HEAD", headers={})

    assert told.status == 200
    assert int(told.headers["content-length"]) == len(ask(url, headers={}).body)
    assert told.body == b""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda url: url.partition("?")[0],
        lambda url: re.sub(r"Expires=\d+", "Expires=9999999999", url),
        lambda url: url[:-1] + ("0" if url[-1] != "0" else "1"),
    ],
    ids=["without signature", "good for longer", "with another signature"],
)
def test_a_link_that_was_not_signed_here_is_dead(base: str, spoil: Any) -> None:
    url = ended(base, made(base, body()))["video_url"]

    assert ask(spoil(url), headers={}).status == 403


def test_a_link_is_good_for_a_day(base: str) -> None:
    began = int(time.time())
    url = ended(base, made(base, body()))["video_url"]

    expires = int(re.findall(r"Expires=(\d+)", url)[0])
    assert began <= expires - 24 * 60 * 60 <= time.time()


REFUSED = {"code": "AuthenticationError", "type": "Unauthorized"}


@pytest.mark.parametrize("key", [None, "", "Bearer", "Bearer ", "Basic abc", "any"])
@pytest.mark.parametrize(("method", "path"), [("POST", CREATE), ("GET", "/v1/result/x")])
def test_a_request_without_a_bearer_key_is_refused(
    base: str, key: str | None, method: str, path: str
) -> None:
    headers = {"Content-Type": "application/json"} | ({"Authorization": key} if key else {})

    told = ask(base + path, method, body() if method == "POST" else None, headers)

    assert told.status == 401
    assert told.json["error"].items() >= REFUSED.items()


def test_a_refused_create_says_why(base: str) -> None:
    told = create(base, body(seed=7))

    assert told.status == 400
    assert told.json == {
        "error": {
            "code": "UnsupportedParameter",
            "message": "'seed' is not supported",
            "type": "BadRequest",
        }
    }


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"model": 1, "model": 2}',
        b"[" * 100_000,
        b'{"duration": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "torn", "not UTF-8", "a field twice", "very deep", "a very long number"],
)
def test_a_body_that_is_no_json_is_refused(base: str, given: bytes) -> None:
    assert create(base, given).status == 400


def test_a_body_of_another_type_is_refused(base: str) -> None:
    headers = {"Authorization": "Bearer any", "Content-Type": "text/plain"}

    assert ask(base + CREATE, "POST", body(), headers).status == 400


def test_a_prompt_of_a_mebibyte_is_rendered(base: str) -> None:
    long = "word " * (2**20 // 5)

    assert ended(base, made(base, body(prompt=long)))["status"] == "completed"


def test_a_body_over_two_mebibytes_is_refused(base: str) -> None:
    told = create(base, body(prompt="x" * 2**21))

    assert (told.status, told.json) == (413, {"message": "the body is over 2 MiB"})


def test_a_head_over_the_limit_is_refused(base: str) -> None:
    told = ask(f"{base}/v1/result/x", headers={"X-Long": "x" * 60_000})

    assert told.status == 431


def test_what_is_no_http_is_refused(base: str) -> None:
    host, port = urlsplit(base).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as talk:
        talk.sendall(b"hello\r\n\r\n")

        assert talk.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("path", ["/", "/v1/seedance-x1", "/v1/result/", "/files/x.mp4"])
def test_no_handler_is_found_for_other_paths(base: str, path: str) -> None:
    told = ask(base + path)

    assert (told.status, told.json) == (404, {"message": f"No handler found for GET {path}"})


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", CREATE, "POST"), ("DELETE", "/v1/result/x", "GET"), ("PUT", "/files/x", "GET, HEAD")],
)
def test_another_method_is_refused(base: str, method: str, path: str, allowed: str) -> None:
    told = ask(base + path, method)

    assert (told.status, told.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("task", ["nobody", "a/b", "../x", "100%"])
def test_an_unknown_task_is_told_inside_a_200(base: str, task: str) -> None:
    told = query(base, task)

    assert told.status == 200
    assert told.json == {"code": -1, "msg": "task not found", "data": None}


def test_a_connection_is_kept_for_the_next_request(base: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=5)
    own: list[object] = []
    for _ in range(3):
        connection.request("GET", "/v1/result/x", headers=HEADERS)
        connection.getresponse().read()
        own.append(connection.sock.getsockname() if connection.sock else None)
    connection.close()

    assert len(set(own)) == 1
    assert None not in own


def test_the_log_holds_each_request_and_no_key(tmp_path: Path) -> None:
    given = body()
    with serving(tmp_path, speed=20) as base:
        task = made(base, given)
        create(base, body(seed=1))
        query(base, task)

    logged = lines(tmp_path)
    assert [(line["method"], line["path"], line["status"], line["task"]) for line in logged] == [
        ("POST", CREATE, 200, task),
        ("POST", CREATE, 400, None),
        ("GET", f"/v1/result/{task}", 200, task),
    ]
    assert logged[0]["body"] == given
    assert "Bearer" not in (tmp_path / "requests.jsonl").read_text()


def test_a_task_is_on_record_before_its_id_is_told(tmp_path: Path) -> None:
    with serving(tmp_path) as base:
        task = made(base, body())

        assert lines(tmp_path)[0]["task"] == task


SERVE = """
import sys, time
from pathlib import Path
from seedjob.local.service import serving
with serving(Path(sys.argv[1])) as base:
    print(base, flush=True)
    time.sleep(60)
"""


def test_a_task_created_before_a_kill_is_rendered_after_a_restart(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        task = made(killed.stdout.readline().strip(), body())
        killed.kill()
    with (tmp_path / "requests.jsonl").open("a") as log:
        log.write('{"time": "2026-01-01T00:00:00+00:00", "method": "POST", "pa')

    with serving(tmp_path, speed=20) as base:
        told = ended(base, task)
        again = made(base, body())
    with serving(tmp_path, speed=20) as base:
        link = ended(base, again)["video_url"]
        whole = ask(link, headers={})

    assert told["status"] == "completed"
    assert whole.status == 200


def test_a_finished_task_is_known_after_a_restart(folder: Path, base: str) -> None:
    before = ended(base, made(base, body()))

    with serving(folder) as later:
        after = query(later, before["id"]).json

    kept = urlsplit(before["video_url"]).path
    assert (after["status"], urlsplit(after["video_url"]).path) == ("completed", kept)
    assert (before["actualDuration"], after["actualDuration"]) == (4.0, 4.0)


def test_the_service_stops_while_it_renders(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, speed=20) as base:
        tasks = [made(base, body(prompt=f"fox {n}", duration=15)) for n in range(3)]
        while query(base, tasks[0]).json["status"] != "processing":
            time.sleep(0.01)
        began = time.monotonic()

    assert time.monotonic() - began < SOON
    assert list((tmp_path / "videos").iterdir()) == []
    assert capfd.readouterr().err == ""


def test_the_service_stops_while_clients_sleep(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with contextlib.ExitStack() as clients:
        with serving(folder, speed=20) as base:
            link = urlsplit(ended(base, made(base, body()))["video_url"])
            for sent in (b"", b"POST / HT", f"GET {link.path}?{link.query} HTTP/1.1\r\n".encode()):
                talk = socket.create_connection((link.hostname or "", link.port or 0))
                clients.enter_context(talk)
                talk.sendall(sent + b"Host: x\r\n\r\n" if sent.startswith(b"GET") else sent)
            began = time.monotonic()

        assert time.monotonic() - began < SOON
    gc.collect()
    assert capfd.readouterr().err == ""


def test_no_thread_outlives_the_service(tmp_path: Path) -> None:
    before = threading.active_count()
    with serving(tmp_path) as base:
        made(base, body())

    assert threading.active_count() == before


def test_media_on_loopback_are_kept_before_the_answer(tmp_path: Path, media: str) -> None:
    with serving(tmp_path) as base:
        made(base, body(image(f"{media}/fox-first.png")))

        kept = lines(tmp_path)[0]["media"]
        assert [file.name for file in (tmp_path / "media").iterdir()] == kept


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("gone.png?key=secret", "first_frame|could not be fetched: status 404"),
        ("page.png", "not an image that can be read"),
        ("empty.png", "not an image that can be read"),
        ("broken.png", "not an image that can be read"),
        *((bomb, "an image of .* pixels is too large") for bomb in BOMBS),
    ],
)
def test_a_medium_that_cannot_be_used_fails_its_task_alone(
    base: str, media: str, broken: str, told: str
) -> None:
    failed = ended(base, made(base, body(image(f"{media}/{broken}"))))

    assert failed["status"] == "failed"
    assert re.search(told, failed["error"])
    assert f"'{broken.partition('?')[0]}'" in failed["error"]
    assert "secret" not in failed["error"]
    assert "127.0.0.1" not in failed["error"]
    assert "/media/" not in failed["error"]
    assert ended(base, made(base, body()))["status"] == "completed"


def test_a_medium_over_the_limit_fails_its_task_by_its_name(base: str, tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    huge.touch()
    os.truncate(huge, SIZE_LIMIT + 1)
    with hosting({"huge": huge}) as urls:
        failed = ended(base, made(base, body(image(urls["huge"]))))

    expected = "first_frame|'huge.png' could not be fetched: it is over 64 MiB"
    assert failed["status"] == "failed"
    assert re.search(expected, failed["error"])
    assert "127.0.0.1" not in failed["error"]


@pytest.mark.parametrize("name", ["playlist.mp4", "fox-first.png", "chime.mp3"])
def test_what_is_no_video_fails_its_task(base: str, media: str, name: str) -> None:
    failed = ended(base, made(base, body(video(f"{media}/{name}"))))

    assert failed["status"] == "failed"
    assert failed["error"].startswith(f"reference_video '{name}': ")


def test_what_is_no_sound_fails_its_task(base: str, media: str) -> None:
    given = body(image(f"{media}/city.jpg", "reference_image"), audio(f"{media}/teapot.png"))

    assert ended(base, made(base, given))["error"].startswith("reference_audio")


def test_a_port_in_use_is_a_usage_error(base: str, tmp_path: Path) -> None:
    port = urlsplit(base).port
    assert port is not None

    with pytest.raises(UsageError, match="cannot be used"), serving(tmp_path, port=port):
        pass

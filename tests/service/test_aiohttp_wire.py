"""Questions and downloads by aiohttp: sent as by httpx, word for word and once."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

import pytest

from seedjob.clock import SystemClock
from seedjob.errors import DeadLinkError, DownloadError, UsageError
from seedjob.service.answer import Rendering, TaskAnswer, Trouble
from seedjob.service.client import Client, open_client
from seedjob.service.download import Media, open_media
from seedjob.service.endpoint import parse_endpoint
from seedjob.service.transport import WISHES, find_carrier, open_wire
from tests.service.wire import Heard, Script, answering, http, told

aiohttp = pytest.importorskip("aiohttp")
CARRIER = find_carrier("aiohttp")
VIDEO = b"\0\0\0\x20ftypisom" + bytes(range(256)) * 400
LINK = "/a%3Ab%2f%7E'()|/v.mp4?X-Credential=a%2F20260101%2Fx&X-Signature=A%2b%20b%3D&c=*;d"


def asking(heard: Heard) -> AbstractAsyncContextManager[Client]:
    endpoint = parse_endpoint(heard.base)
    return open_client(endpoint, "key-0123456", clock=SystemClock(), carrier=CARRIER)


def media() -> AbstractAsyncContextManager[Media]:
    return open_media(private_ok=True, carrier=CARRIER)


def lines(request: bytes) -> set[bytes]:
    return {line for line in request.split(b"\r\n") if not line.startswith(b"Host:")}


async def asked(*scripts: Script | bytes, task: str = "t") -> tuple[TaskAnswer, Heard]:
    async with answering(*scripts) as heard, asking(heard) as client:
        return await client.ask(task), heard


async def fetched(path: Path, link: str, *scripts: Script | bytes) -> Heard:
    async with answering(*scripts) as heard, media() as way:
        await way.download(heard.base + link, path)
        return heard


def test_a_question_is_sent_word_for_word_as_httpx_sends_it() -> None:
    async def by_httpx() -> Heard:
        async with answering(told({"status": "queued"})) as heard:
            endpoint = parse_endpoint(heard.base)
            async with open_client(endpoint, "key-0123456", clock=SystemClock()) as client:
                await client.ask("a:b/../c ~%2F")
                return heard

    answer, heard = asyncio.run(asked(told({"status": "queued"}), task="a:b/../c ~%2F"))

    assert isinstance(answer, Rendering)
    assert lines(asyncio.run(by_httpx()).requests[0]) == lines(heard.requests[0])


def test_a_link_is_sent_word_for_word_as_httpx_sends_it(tmp_path: Path) -> None:
    async def by_httpx() -> Heard:
        async with answering(http(VIDEO)) as heard, open_media(private_ok=True) as way:
            await way.download(heard.base + LINK, tmp_path / "p")
            return heard

    heard = asyncio.run(fetched(tmp_path / "q", LINK, http(VIDEO)))

    assert lines(asyncio.run(by_httpx()).requests[0]) == lines(heard.requests[0])
    assert (tmp_path / "q").read_bytes() == VIDEO


@pytest.mark.parametrize("script", [Script(b""), Script(reset=True)], ids=["closed", "reset"])
def test_a_question_without_an_answer_is_asked_once(script: Script) -> None:
    answer, heard = asyncio.run(asked(script))

    assert isinstance(answer, Trouble)
    assert len(heard.requests) == 1


def test_a_create_does_not_go_by_aiohttp() -> None:
    async def kinds() -> tuple[str, str]:
        async with answering(b"") as heard, asking(heard) as client:
            return type(client.creating).__name__, type(client.asking).__name__

    assert asyncio.run(kinds()) == ("HttpxWire", "AiohttpWire")


def test_no_connection_of_a_download_is_kept_and_no_cookie_given_back(tmp_path: Path) -> None:
    kept = f"HTTP/1.1 200 OK\r\nContent-Length: {len(VIDEO)}\r\n\r\n".encode() + VIDEO
    hop = http(b"", 302, "Location: /next", "Set-Cookie: a=b")

    async def twice() -> Heard:
        async with answering(hop, Script(kept, after=0.3)) as heard, media() as way:
            await way.download(heard.base, tmp_path / "p")
            await way.download(heard.base, tmp_path / "p")
            return heard

    heard = asyncio.run(twice())

    assert heard.connections == 3
    assert heard.header("cookie") == []


FAULTS: dict[str, tuple[bytes, type[DownloadError], str]] = {
    "nothing": (b"", DownloadError, "server disconnected"),
    "junk": (b"\0\1\2 so it goes\r\n\r\n", DownloadError, "what came is no HTTP"),
    "a cut": (http(VIDEO)[:-9], DownloadError, "the body breaks off"),
    "broken chunks": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        DownloadError,
        "what came is no HTTP|the body breaks off",
    ),
    "a dead link": (http(b"", 404), DeadLinkError, "HTTP 404"),
}


@pytest.mark.parametrize(("reply", "error", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_without_the_link(
    tmp_path: Path, reply: bytes, error: type[DownloadError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        asyncio.run(fetched(tmp_path / "p", "/v?X-Signature=secret", reply))

    assert "secret" not in str(caught.value)


def test_what_refuses_a_connection_is_told() -> None:
    async def refused() -> TaskAnswer:
        async with answering(b"") as heard:
            gone = Heard(heard.port)
        async with asking(gone) as client:
            return await client.ask("t")

    answer = asyncio.run(refused())

    assert isinstance(answer, Trouble)
    assert "connection refused by 127.0.0.1" in answer.fault.message


def test_a_proxy_that_the_environment_names_is_httpxs_to_go_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    made = [opened(trust_env=True)]
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    made += [opened(trust_env=trust) for trust in (True, False)]

    assert made == ["AiohttpWire", "HttpxWire", "AiohttpWire"]


def opened(*, trust_env: bool) -> str:
    async def kind() -> str:
        async with open_wire(CARRIER, None, keeps=True, trust_env=trust_env) as wire:
            return type(wire).__name__

    return asyncio.run(kind())


@pytest.mark.parametrize("wish", [*WISHES, "curl"])
def test_a_wish_is_one_of_three(wish: str) -> None:
    unknown = pytest.raises(UsageError, match="'curl' is no transport") if wish == "curl" else None
    with unknown or nullcontext():
        assert (wish == "httpx") == (find_carrier(wish) is None)

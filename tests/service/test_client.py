import asyncio
import gzip
import json
import resource
import socket
import ssl
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import httpx
import pytest

from seedjob import __version__
from seedjob.clock import SystemClock
from seedjob.errors import UsageError
from seedjob.service.answer import (
    CreateAnswer,
    Fault,
    Finished,
    NotSent,
    Refused,
    Rendering,
    Submitted,
    TaskAnswer,
    Trouble,
    Unknown,
    Unusable,
)
from seedjob.service.client import Client, open_client
from seedjob.service.endpoint import parse_endpoint
from seedjob.service.exchange import NEVER_SENT
from seedjob.service.transport import find_carrier
from seedjob.service.wire import Answer, Call
from tests.service.wire import UNKNOWN_NAME, Heard, Script, answering, http, told

KEY = "sk-secret-0123456789"
BODY = {"model": "m", "content": [{"type": "text", "text": "狐狸 \U0001f98a"}]}
CREATED = told({"id": "task-1", "status": "queued"})


@asynccontextmanager
async def client_of(*scripts: Script | bytes) -> AsyncIterator[tuple[Client, Heard]]:
    async with answering(*scripts) as heard, opened(heard.base, patience(*scripts)) as client:
        yield client, heard


class Way:
    """What carries the questions of the test that runs just now; creates go by httpx alone."""

    wish = "httpx"


WAYS = ["httpx", *(["aiohttp"] if find_spec("aiohttp") else [])]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run a test by each way that questions may go."""
    Way.wish = request.param
    yield
    Way.wish = "httpx"


BY_EACH_WAY = pytest.mark.usefixtures("way")


PATIENT = 60.0
BRIEF = 3.0
"""Seconds: for what comes, however busy the machine is, and for what never does."""


def patience(*scripts: Script | bytes) -> float:
    """Tell how long to wait: briefly where a server stays silent for longer than anybody waits."""
    silent = (isinstance(one, Script) and one.before + one.after > BRIEF for one in scripts)
    return BRIEF if any(silent) else PATIENT


@asynccontextmanager
async def opened(base: str, seconds: float = PATIENT) -> AsyncIterator[Client]:
    carrier = find_carrier(Way.wish)
    async with open_client(
        parse_endpoint(base), KEY, clock=SystemClock(), carrier=carrier
    ) as client:
        yield replace(client, create_seconds=seconds, ask_seconds=seconds)


async def create(*scripts: Script | bytes) -> tuple[CreateAnswer, Heard]:
    async with client_of(*scripts) as (client, heard):
        return await client.create(BODY), heard


async def ask(*scripts: Script | bytes) -> tuple[TaskAnswer, Heard]:
    async with client_of(*scripts) as (client, heard):
        return await client.ask("task/1"), heard


def test_a_create_is_one_signed_post_of_json_on_a_connection_of_its_own() -> None:
    answer, heard = asyncio.run(create(CREATED))
    head, _, body = heard.requests[0].partition(b"\r\n\r\n")

    assert Submitted("task-1") == answer
    assert head.splitlines()[:1] == [b"POST /v1/seedance-x1/videos HTTP/1.1"]
    assert json.dumps(BODY, ensure_ascii=False).encode() == body
    assert [f"Bearer {KEY}"] == heard.header("authorization")
    assert heard.header("content-type") == ["application/json"]
    assert heard.header("connection") == ["close"]
    assert [f"seedjob/{__version__}"] == heard.header("user-agent")


def test_each_create_has_a_fresh_connection() -> None:
    kept = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b'{"id": "t"}'

    async def twice() -> int:
        async with client_of(Script(kept, after=0.3)) as (client, heard):
            await client.create(BODY)
            await client.create(BODY)
            return heard.connections

    assert asyncio.run(twice()) == 2


def test_creates_at_once_have_a_connection_each_and_leave_none_open() -> None:
    kept = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b'{"id": "t"}'

    async def many() -> tuple[list[CreateAnswer], int, int]:
        async with client_of(Script(kept, after=0.3)) as (client, heard):
            before = open_files()
            answers = await asyncio.gather(*(client.create(BODY) for _ in range(60)))
            await heard.closed()
            return answers, heard.connections, open_files() - before

    assert ([Submitted("t")] * 60, 60, 0) == asyncio.run(many())


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_half_of_a_surrogate_pair_is_sent_as_an_escape() -> None:
    async def lone() -> bytes:
        async with client_of(CREATED) as (client, heard):
            await client.create({"text": "a\ud800"})
            return heard.requests[0]

    assert asyncio.run(lone()).endswith(b'{"text": "a\\ud800"}')


GZIP = "Content-Encoding: gzip"
CREATES: dict[str, tuple[Script | bytes, type[object], str]] = {
    "a refused create": (told({"error": "no"}, 400), Refused, "no"),
    "a refused key": (told({"code": "204", "msg": "登录"}), Unusable, "登录"),
    "a redirect": (http(b"", 307, "Location: http://127.0.0.1:1/"), Refused, "HTTP 307"),
    "a busy service": (http(b"", 429, "Retry-After: 3"), NotSent, "HTTP 429"),
    "HTML": (http(b"<html>x</html>"), Unknown, "a page of HTML"),
    "a 502": (http(b"", 502), Unknown, "HTTP 502"),
    "a closed connection": (b"", Unknown, "server disconnected"),
    "a reset": (Script(reset=True), Unknown, ""),
    "a head that breaks off": (b"HTTP/1.1 200 OK\r\nContent-Le", Unknown, ""),
    "a body that breaks off": (
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"id": "task-1", "st',
        Unknown,
        'it began with: {"id": "task-1", "st',
    ),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n\r\n", Unknown, ""),
    "silence": (Script(CREATED, before=PATIENT), Unknown, "no answer from 127.0.0.1"),
    "a body that does not end": (
        Script(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", after=PATIENT),
        Unknown,
        "it began with: {",
    ),
    "a body too long": (http(b" " * (2 << 20)), Unknown, "longer than 1048576 bytes"),
    "a bomb": (http(gzip.compress(bytes(20 << 20)), 200, GZIP), Unknown, "when unpacked"),
    "gzip that is none": (http(b"{}", 200, GZIP), Unknown, "is no gzip"),
    "the key played back": (http(f"<p>{KEY}</p>".encode()), Unknown, "[key]"),
    "the key in a header that is none": (
        http(b"{}", 200, f"X Key: {KEY}"),
        Unknown,
        "no whole answer from",
    ),
    "the key as an encoding": (
        http(b"{}", 200, f"Content-Encoding: {KEY}"),
        Unknown,
        "encoded in a way that nobody knows",
    ),
    "the key in a reply that breaks off": (
        http(b"{}", 200).replace(b"Length: 2", b"Length: 99") + KEY[:-2].encode(),
        Unknown,
        "[key]",
    ),
}


@pytest.mark.parametrize(("script", "kind", "text"), CREATES.values(), ids=CREATES)
def test_a_create_is_sent_once_whatever_comes_back(
    script: Script | bytes, kind: type[object], text: str
) -> None:
    answer, heard = asyncio.run(create(script))

    assert kind is type(answer)
    assert text in repr(answer)
    assert KEY[:-4] not in repr(answer)
    assert len(heard.requests) == heard.connections == 1


SUBMITTED: dict[str, Script | bytes] = {
    "gzip that was not asked for": http(gzip.compress(b'{"id": "t"}'), 200, GZIP),
    "whole JSON that breaks off after it": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'b\r\n{"id": "t"}\r\n',
    "whole JSON that a reset ends": Script(
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"id": "t"}', after=0.1, reset=True
    ),
    "whole JSON and then silence": Script(
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"id": "t"}', after=PATIENT
    ),
}


@pytest.mark.parametrize("script", SUBMITTED.values(), ids=SUBMITTED)
def test_an_id_that_came_is_not_lost(script: Script | bytes) -> None:
    answer, _ = asyncio.run(create(script))

    assert Submitted("t") == answer


async def create_at(base: str, seconds: float = PATIENT) -> CreateAnswer:
    async with opened(base, seconds) as client:
        return await client.create(BODY)


def test_a_refused_connection_sent_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        answer = asyncio.run(create_at(f"http://127.0.0.1:{port}"))

    assert NotSent(Fault("network", f"connection refused by 127.0.0.1:{port}")) == answer


@pytest.mark.parametrize("host", [UNKNOWN_NAME, "a" * 64 + ".invalid"])
def test_a_name_that_nobody_knows_sent_nothing(host: str) -> None:
    answer = asyncio.run(create_at(f"https://{host}"))

    expected = f"the name of {host}:443 cannot be resolved"
    assert NotSent(Fault("network", expected)) == answer


@BY_EACH_WAY
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_connection_for_which_no_file_is_left_sent_nothing(host: str) -> None:
    async def crowded() -> tuple[CreateAnswer, TaskAnswer, Heard]:
        async with answering(CREATED) as heard, opened(f"http://{host}:{heard.port}") as client:
            await client.create(BODY)  # what is imported on the way is there from now on
            await heard.closed()
            with no_file_left():
                return await client.create(BODY), await client.ask("t"), heard

    created, asked, heard = asyncio.run(crowded())

    assert NotSent(Fault("network", "too many open files")) == created
    assert Trouble("network", Fault("network", "too many open files")) == asked
    assert heard.connections == 1


@contextmanager
def no_file_left() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        free = stack.enter_context(socket.socket()).fileno()
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, hard))
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        yield


@BY_EACH_WAY
def test_certificates_that_cannot_be_read_are_a_setting_to_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")

    with pytest.raises(UsageError, match="no certificate can be read from '/nonexistent'"):
        asyncio.run(create_at("https://seedjob.invalid"))


@BY_EACH_WAY
def test_an_answer_for_another_task_is_trouble() -> None:
    answer, _ = asyncio.run(ask(told({"id": "other", "status": "queued"})))

    expected = Fault("code", "the answer is about task 'other', not about 'task/1'")
    assert Trouble("code", expected) == answer


def test_a_deadline_while_connecting_sent_nothing() -> None:
    with ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # a full backlog lets nobody in and turns nobody away
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        port = full.getsockname()[1]
        answer = asyncio.run(create_at(f"http://127.0.0.1:{port}", BRIEF))

    assert NotSent(Fault("network", f"no answer from 127.0.0.1:{port} in time")) == answer


def test_a_host_without_tls_was_sent_nothing() -> None:
    async def plain() -> CreateAnswer:
        async with answering(Script(http(b""), read=False)) as heard:
            return await create_at(heard.base.replace("http:", "https:"))

    answer = asyncio.run(plain())

    assert isinstance(answer, NotSent)
    assert "TLS with 127.0.0.1" in answer.fault.message


def test_a_create_that_is_cancelled_stays_cancelled() -> None:
    async def cancelled() -> None:
        async with client_of(Script(after=PATIENT)) as (client, heard):
            task = asyncio.create_task(_never(client.create(BODY)))
            await heard.came.wait()
            task.cancel()
            await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())


async def _never(create: Coroutine[object, object, CreateAnswer]) -> None:
    await create


@BY_EACH_WAY
def test_a_query_is_a_signed_get_of_the_escaped_id() -> None:
    done = {"status": "completed", "video_url": "https://m.example/v"}
    answer, heard = asyncio.run(ask(told({"data": done})))

    assert Finished("https://m.example/v") == answer
    assert heard.requests[0].startswith(b"GET /v1/result/task%2F1 HTTP/1.1\r\n")
    assert [f"Bearer {KEY}"] == heard.header("authorization")


@BY_EACH_WAY
def test_an_id_of_dots_climbs_nowhere() -> None:
    async def climb() -> bytes:
        async with client_of(told({})) as (client, heard):
            await client.ask("..")
            return heard.requests[0]

    assert asyncio.run(climb()).startswith(b"GET /v1/result/%2E%2E HTTP/1.1\r\n")


@BY_EACH_WAY
def test_queries_keep_no_cookie() -> None:
    reply = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 20\r\n\r\n"

    async def twice() -> tuple[TaskAnswer, list[str]]:
        async with client_of(Script(reply + b'{"status": "queued"}')) as (client, heard):
            await client.ask("t")
            await heard.closed()
            answer = await client.ask("t")
            return answer, heard.header("cookie")

    answer, cookies = asyncio.run(twice())

    assert Rendering("queued") == answer
    assert cookies == []


TROUBLES: dict[str, Script | bytes] = {
    "a closed connection": b"",
    "a reset": Script(reset=True),
    "a body that breaks off": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
    "silence": Script(before=PATIENT),
    "HTML": http(b"<html>"),
    "a redirect": http(b"", 302, "Location: http://127.0.0.1:1/"),
    "a bomb": http(gzip.compress(bytes(20 << 20)), 200, GZIP),
}


@BY_EACH_WAY
@pytest.mark.parametrize("script", TROUBLES.values(), ids=TROUBLES)
def test_a_query_that_meets_trouble_says_so(script: Script | bytes) -> None:
    answer, heard = asyncio.run(ask(script))

    assert isinstance(answer, Trouble)
    assert answer.kind == "network"
    assert len(heard.requests) == 1


@BY_EACH_WAY
def test_the_key_never_follows_a_redirect() -> None:
    async def lured() -> list[bytes]:
        async with answering(told({"id": "t"})) as other:
            location = f"Location: {other.base}/v1/seedance-x1/videos"
            await create(http(b"", 307, location))
            await ask(http(b"", 302, location))
            return other.requests

    assert asyncio.run(lured()) == []


def test_no_proxy_stands_before_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, scheme in product(("HTTP_PROXY", "ALL_PROXY"), (str.lower, str.upper)):
        monkeypatch.setenv(scheme(name), "http://127.0.0.1:1")

    answer, _ = asyncio.run(create(CREATED))

    assert Submitted("task-1") == answer


def test_a_proxy_that_refuses_was_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def through_proxy() -> tuple[CreateAnswer, Heard]:
        async with answering(http(b"", 407)) as proxy:
            monkeypatch.setenv("https_proxy", proxy.base)
            return await create_at("https://seedjob.invalid"), proxy

    answer, proxy = asyncio.run(through_proxy())

    assert isinstance(answer, NotSent)
    assert proxy.requests[0].startswith(b"CONNECT seedjob.invalid:443")
    assert proxy.header("authorization") == []


def test_a_proxy_that_goes_away_was_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def through_proxy() -> CreateAnswer:
        async with answering(b"") as proxy:
            monkeypatch.setenv("https_proxy", proxy.base)
            return await create_at("https://seedjob.invalid")

    assert isinstance(asyncio.run(through_proxy()), NotSent)


def test_a_proxy_that_cannot_be_used_is_a_setting_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "gopher://127.0.0.1")

    with pytest.raises(UsageError, match="HTTPS_PROXY takes"):
        asyncio.run(create_at("https://seedjob.invalid"))


@pytest.mark.parametrize("key", ["", "a b", "Bearer x", "secret\n", "sécret", "\udc80", "\x00"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    async def open_with(key: str) -> None:
        async with open_client(parse_endpoint("http://localhost"), key, clock=SystemClock()):
            pass

    with pytest.raises(UsageError) as caught:
        asyncio.run(open_with(key))

    assert "the API key" in str(caught.value)
    assert "secret" not in str(caught.value)


@BY_EACH_WAY
def test_a_base_that_no_call_can_go_to_is_refused_before_any_is_made() -> None:
    async def made() -> None:
        async with opened("https://999.1.1.1"):
            pass

    with pytest.raises(UsageError, match="cannot be used: Invalid IPv4 address"):
        asyncio.run(made())


@BY_EACH_WAY
def test_a_client_does_not_show_its_key() -> None:
    async def shown() -> str:
        async with opened("http://localhost") as client:
            await client.ask("t")
            return repr(client) + repr(client.asking)

    assert KEY not in asyncio.run(shown())


@dataclass(frozen=True)
class Raising:
    """A network on which everything goes wrong in one way, before or after a request may leave."""

    error: Exception
    left: bool

    async def send(self, call: Call) -> Answer:
        """Fail."""
        if call.leaving and self.left:
            call.leaving()
        raise self.error


def every_error(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from every_error(inner)


TOPS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict)
ERRORS = sorted({error for top in TOPS for error in every_error(top)}, key=lambda it: it.__name__)


def made(kind: type[Exception]) -> Exception:
    if issubclass(kind, httpx.HTTPStatusError):
        request = httpx.Request("GET", "http://x")
        return kind("broken", request=request, response=httpx.Response(500))
    own_words = issubclass(kind, httpx.StreamError) and kind is not httpx.StreamError
    words = () if own_words else ("broken",)
    return kind(*words)


@pytest.mark.parametrize("left", [True, False], ids=["left", "not left"])
@pytest.mark.parametrize(
    "error",
    [*map(made, ERRORS), ssl.SSLError(1, "bad record"), ConnectionResetError(), TimeoutError()],
    ids=lambda error: type(error).__name__,
)
def test_every_error_of_the_network_is_an_answer(error: Exception, *, left: bool) -> None:
    async def both() -> tuple[CreateAnswer, TaskAnswer]:
        endpoint, network = parse_endpoint("http://localhost"), Raising(error, left)
        client = Client(endpoint, SystemClock(), KEY, network, network)
        return await client.create(BODY), await client.ask("t")

    created, asked = asyncio.run(both())

    unsent = isinstance(error, NEVER_SENT) or not left
    assert (NotSent if unsent else Unknown) is type(created)
    assert isinstance(asked, Trouble)
    assert asked.kind == "network"


def test_the_tree_of_httpx_holds_no_error_that_nobody_has_judged() -> None:
    public = {getattr(httpx, name) for name in httpx.__all__}
    errors = {it for it in public if isinstance(it, type) and issubclass(it, Exception)}

    assert errors <= set(ERRORS)

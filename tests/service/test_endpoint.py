from urllib.parse import unquote, urlsplit

import pytest

from seedjob.errors import UsageError
from seedjob.service.endpoint import DEFAULT, is_loopback, parse_endpoint

BASES = {
    DEFAULT: DEFAULT,
    DEFAULT + "/": DEFAULT,
    DEFAULT + "/v1": DEFAULT,
    DEFAULT + "/v1///": DEFAULT,
    DEFAULT + "/v1/seedance-x1/videos": DEFAULT,
    DEFAULT + "/v1/seedance-x1/videos/": DEFAULT,
    f"  {DEFAULT}\n": DEFAULT,
    "https://example.com": "https://example.com",
    "https://example.com/": "https://example.com",
    "https://example.com/v1": "https://example.com",
    "https://example.com/av1": "https://example.com/av1",
    "HTTPS://Example.COM:443/Path/v1": "https://example.com/Path",
    "https://example.com:8443/v1": "https://example.com:8443",
    "http://127.0.0.1:8080/v1": "http://127.0.0.1:8080",
    "http://127.9.9.9": "http://127.9.9.9",
    "http://localhost:80": "http://localhost",
    "http://[::1]:9000/": "http://[::1]:9000",
}

REFUSALS = {
    "": "has no https://",
    "example.com/v1": "has no https://",
    "ftp://example.com": "has no https://",
    "file:///etc/passwd": "has no https://",
    "https://": "names no host",
    "https:///v1": "names no host",
    "https://me:hunter2@example.com": "holds a user name or a password",
    "https://@example.com": "holds a user name or a password",
    "https://example.com/v1?key=hunter2": "holds a query or a fragment",
    "https://example.com/#hunter2": "holds a query or a fragment",
    "https://example.com/a/../b": "holds a '.' or '..'",
    "http://example.com": "would carry the key over plain http",
    "http://127.0.0.1.example.com": "would carry the key over plain http",
    "http://localhost.example.com": "would carry the key over plain http",
    "http://10.0.0.1": "would carry the key over plain http",
    "https://example.com:port": "cannot be read as a URL",
    "https://[::1": "cannot be read as a URL",
    "https://exa mple.com": "holds a character",
    "https://example.com\\@evil.com": "holds a character",
    "https://exämple.com": "holds a character",
    "https://example.com/\x00": "holds a character",
    f"https://example.com/{3000 * 'a'}": "is longer than 2000 characters",
}

TASK_IDS = ["task-1", "a/b", "..", ".", "a%2Fb", "a?b#c", "ä 任务", "\n", "\udc80", "a" * 600]


@pytest.mark.parametrize(("text", "base"), BASES.items())
def test_a_base_is_read_from_what_people_paste(text: str, base: str) -> None:
    assert base == parse_endpoint(text).base


@pytest.mark.parametrize("text", BASES)
def test_the_base_of_a_base_is_itself(text: str) -> None:
    endpoint = parse_endpoint(text)

    assert endpoint == parse_endpoint(endpoint.base) == parse_endpoint(endpoint.create_url)


@pytest.mark.parametrize(("text", "fault"), REFUSALS.items())
def test_an_address_that_cannot_be_used_is_refused_without_its_secrets(
    text: str, fault: str
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_endpoint(text)

    assert fault in str(caught.value)
    assert "write https://HOST/PATH" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_urls_are_those_of_the_contract() -> None:
    endpoint = parse_endpoint(DEFAULT)

    assert f"{DEFAULT}/v1/seedance-x1/videos" == endpoint.create_url
    assert f"{DEFAULT}/v1/result/task-1" == endpoint.task_url("task-1")
    assert endpoint.origin == "https://zcbservice.aizfw.cn"


@pytest.mark.parametrize("task_id", TASK_IDS, ids=ascii)
def test_a_task_id_stays_one_step_of_the_path(task_id: str) -> None:
    step = urlsplit(parse_endpoint(DEFAULT).task_url(task_id)).path.removeprefix(
        "/kyyReactApiServer/v1/result/"
    )

    assert "/" not in step
    assert step not in {"", ".", ".."}
    assert task_id == unquote(step, errors="surrogatepass")


@pytest.mark.parametrize(
    ("host", "local"),
    {
        "127.0.0.1": True,
        "127.255.0.3": True,
        "::1": True,
        "localhost": True,
        "LOCALHOST": True,
        "": False,
        "0.0.0.0": False,  # noqa: S104 - a value to judge, nothing binds to it
        "10.0.0.1": False,
        "localhost.example": False,
        "127.0.0.1.nip.io": False,
    }.items(),
)
def test_only_names_that_can_mean_nothing_else_are_loopback(host: str, *, local: bool) -> None:
    assert local == is_loopback(host)

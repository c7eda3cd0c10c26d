import http.client
import socket
import struct
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from seedjob.media.host import hosting

PIXELS = bytes(range(256)) * 4000

NAMES = {
    "fox.png": ("fox.png", "image/png"),
    "FOX.JPEG": ("FOX.JPEG", "image/jpeg"),
    "a b.c.mp4": ("a-b-c.mp4", "video/mp4"),
    "狐狸.wav": ("-.wav", "audio/wav"),
    "-.mov": ("-.mov", "video/quicktime"),
    "a<b>&'.mp3": ("a-b-.mp3", "audio/mpeg"),
    "plain": ("plain", "application/octet-stream"),
    "x.weird": ("x.weird", "application/octet-stream"),
}


def answer(url: str, method: str = "GET") -> tuple[int, Mapping[str, str], bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""))
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()
    finally:
        connection.close()


@pytest.fixture
def fox(tmp_path: Path) -> Path:
    path = tmp_path / "fox.png"
    path.write_bytes(PIXELS)
    return path


@pytest.mark.parametrize(("name", "told"), NAMES.items())
def test_a_file_is_served_under_a_safe_name_with_its_type(
    tmp_path: Path, name: str, told: tuple[str, str]
) -> None:
    path = tmp_path / name
    path.write_bytes(PIXELS)
    with hosting({"media/key": path}) as urls:
        status, headers, body = answer(urls["media/key"])

    assert (status, body) == (200, PIXELS)
    assert told == (urls["media/key"].rpartition("/")[2], headers["Content-Type"])
    assert str(len(PIXELS)) == headers["Content-Length"]


def test_head_tells_what_get_would(fox: Path) -> None:
    with hosting({"k": fox}) as urls:
        status, headers, body = answer(urls["k"], "HEAD")

    assert (200, str(len(PIXELS)), b"") == (status, headers["Content-Length"], body)


def test_nothing_but_the_files_is_there(fox: Path) -> None:
    (fox.parent / "secret").write_text("x")
    with hosting({"k": fox}) as urls:
        base = urls["k"].removesuffix("/fox.png")
        wrong = [
            base,
            base + "/secret",
            base + "/../fox.png",
            urls["k"] + "?x",
            base[:-3] + "/fox.png",
        ]
        statuses = {answer(url)[0] for url in wrong}

    assert statuses == {404}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_get_and_head_is_understood(fox: Path, method: str) -> None:
    with hosting({"k": fox}) as urls:
        assert answer(urls["k"], method)[0] == 501


def test_a_file_that_went_away_is_not_found(fox: Path) -> None:
    with hosting({"k": fox}) as urls:
        fox.unlink()

        assert answer(urls["k"])[0] == 404


def test_each_file_has_an_address_that_nobody_guesses(fox: Path) -> None:
    with hosting({"a": fox, "b": fox}) as urls:
        assert all(url.startswith("http://127.0.0.1:") for url in urls.values())
        assert len(set(urls.values())) == 2
        assert all(len(urlsplit(url).path) > 24 for url in urls.values())


def test_it_ends_with_the_block_and_leaves_no_thread(fox: Path) -> None:
    before = threading.active_count()
    with hosting({"k": fox}) as urls:
        answer(urls["k"])

    with pytest.raises(ConnectionRefusedError):
        answer(urls["k"])
    assert before == threading.active_count()


def test_no_files_need_no_server() -> None:
    before = threading.active_count()
    with hosting({}) as urls:
        assert urls == {}
        assert before == threading.active_count()


def test_it_says_nothing_even_of_those_who_go_away(
    fox: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fox.write_bytes(bytes(20 << 20))
    with hosting({"k": fox}) as urls:
        parts = urlsplit(urls["k"])
        with socket.create_connection(("127.0.0.1", parts.port or 0)) as rude:
            rude.sendall(f"GET {parts.path} HTTP/1.0\r\n\r\n".encode())
            rude.recv(10)
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        answer(urls["k"], "HEAD")
        answer(urls["k"] + "x")

    assert capfd.readouterr() == ("", "")

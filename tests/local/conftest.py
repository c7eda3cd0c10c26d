import functools
import http.server
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedjob.local.service import serving

EXAMPLES = Path(__file__).parent.parent.parent / "specs" / "media"


# Decompression bombs by their heads alone, with the pixels of a side: over our own limit, then over
# those from where Pillow warns and from where it refuses.
BOMBS = {"large.png": 8_000, "larger.png": 10_000, "bomb.png": 60_000}


def headed(png: bytes, side: int) -> bytes:
    """Let a PNG claim to be a square of so many pixels."""
    head = b"IHDR" + side.to_bytes(4) * 2 + png[24:29]
    return png[:12] + head + zlib.crc32(head).to_bytes(4) + png[33:]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so there
        """Say nothing."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One service folder for all, so that each film is rendered once."""
    return tmp_path_factory.mktemp("local")


@pytest.fixture(scope="session")
def base(folder: Path) -> Iterator[str]:
    with serving(folder, speed=20) as url:
        yield url


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Host on loopback the example media and some files that nobody should trust."""
    shared = tmp_path_factory.mktemp("media")
    for file in EXAMPLES.iterdir():
        (shared / file.name).write_bytes(file.read_bytes())
    whole = (EXAMPLES / "fox-first.png").read_bytes()
    (shared / "broken.png").write_bytes(whole[: len(whole) // 2])
    (shared / "page.png").write_bytes(b"<!DOCTYPE html><p>no picture</p>")
    (shared / "empty.png").write_bytes(b"")
    (shared / "playlist.mp4").write_bytes(b"#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n")
    for name, side in BOMBS.items():
        (shared / name).write_bytes(headed(whole, side))
    with _hosting(shared) as url:
        yield url


class _hosting:  # noqa: N801 - read as a word in `with`
    def __init__(self, folder: Path) -> None:
        shown = functools.partial(Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), shown)
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.02])

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

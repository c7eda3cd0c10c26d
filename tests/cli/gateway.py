"""A gateway somewhere else: another reading of the API, that notes every header that it gets."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from tests.run.stage import clip


@dataclass
class Elsewhere:
    """The gateway and its media host, with what each was asked."""

    base: str = ""
    media: str = ""
    api: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    downloads: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    create_status: int = 200
    create_reply: Any = None
    create_takes: float = 0.0
    ask_status: int = 200
    answers: Event = field(default_factory=Event)
    tells: dict[str, object] = field(default_factory=dict)

    @property
    def creates(self) -> int:
        return sum(method == "POST" for method, _, _ in self.api)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Keep the two servers up for the length of a block."""
    gateway = Elsewhere()
    gateway.answers.set()
    with _serving(partial(_Api, gateway)) as base, _serving(partial(_Media, gateway)) as media:
        gateway.base, gateway.media = base, media
        yield gateway


@contextmanager
def _serving(handler: Any) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(BaseHTTPRequestHandler):
    def __init__(self, gateway: Elsewhere, *args: Any) -> None:
        self.gateway = gateway
        super().__init__(*args)

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        with suppress(OSError):  # who asked may be gone
            self.end_headers()
            self.wfile.write(body)


class _Api(_Quiet):
    def do_POST(self) -> None:
        self.gateway.api.append(("POST", self.path, dict(self.headers)))
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.gateway.bodies.append(body)
        task = {"id": f"video/{len(self.gateway.bodies)} 1", "object": "video", "status": "queued"}
        time.sleep(self.gateway.create_takes)
        reply = self.gateway.create_reply or task
        self._answer(self.gateway.create_status, json.dumps(reply).encode(), "application/json")

    def do_GET(self) -> None:
        self.gateway.api.append(("GET", self.path, dict(self.headers)))
        self.gateway.answers.wait(60)
        link = f"{self.gateway.media}/v.mp4?signature=secret"
        task = {"status": "completed", "video_url": link, "actualDuration": 5.04, "amount": 1.5}
        told = json.dumps({"data": task | self.gateway.tells}).encode()
        self._answer(self.gateway.ask_status, told, "application/json")


class _Media(_Quiet):
    """Serves one video, and below `/own/` one of its own at each path."""

    def do_GET(self) -> None:
        self.gateway.downloads.append(("GET", self.path, dict(self.headers)))
        name = self.path.encode() if self.path.startswith("/own/") else b""
        box = (8 + len(name)).to_bytes(4, "big") + b"free" + name
        self._answer(200, clip() + box if name else clip(), "video/mp4")

"""A gateway for one job: it notes an accepted create in a file before it answers."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from tests.run.stage import clip

PADDING: Final = 60_000
"""Bytes; half of it fits into one segment of the loopback, so that each run reads alike."""

BETWEEN_HALVES: Final = 0.02
"""Seconds, so that a video comes to whoever reads it in two pieces."""


@cache
def video() -> bytes:
    """Give a video that is worth more than one write."""
    return clip() + (PADDING + 8).to_bytes(4, "big") + b"free" + bytes(PADDING)


@dataclass(frozen=True)
class Gateway:
    """Where the gateway stands, and the file of what it accepted: an id a line."""

    base: str
    log: Path

    def accepted(self) -> tuple[str, ...]:
        """List the ids of the tasks that were accepted so far, each paid for."""
        return tuple(self.log.read_text("utf-8").split())


class Server(ThreadingHTTPServer):
    """A server that says nothing about clients that were killed."""

    daemon_threads = True

    def __init__(self, log: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, log))
        self.polls = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave broken connections unsaid: they are what is tried here."""


@contextmanager
def gateway(log: Path) -> Iterator[Gateway]:
    """Keep a gateway up for the length of a block."""
    log.touch()
    with Server(log) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Gateway(f"http://127.0.0.1:{server.server_port}", log)
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    wbufsize = 1 << 20  # head and body leave together

    def __init__(self, log: Path, *args: Any) -> None:
        self.log = log
        super().__init__(*args)

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        json.loads(self.rfile.read(int(self.headers["Content-Length"])))  # half a create is none
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"task-{len(self.log.read_text('utf-8').split()) + 1}-of-this-trial\n")
        self._task({"id": self.log.read_text("utf-8").split()[-1], "status": "queued"})

    def do_GET(self) -> None:
        if self.path.endswith(".mp4"):
            self._video()
            return
        self.server.polls += 1
        link = f"http://{self.headers['Host']}/fox.mp4"
        done = {"status": "completed", "video_url": link, "actualDuration": 0.042}
        self._task(done if self.server.polls > 1 else {"status": "processing"})

    def _task(self, task: dict[str, object]) -> None:
        self._head("application/json", body := json.dumps(task).encode())
        self.wfile.write(body)

    def _video(self) -> None:
        self._head("video/mp4", whole := video())
        self.wfile.write(whole[: len(whole) // 2])
        self.wfile.flush()
        time.sleep(BETWEEN_HALVES)
        self.wfile.write(whole[len(whole) // 2 :])

    def _head(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()

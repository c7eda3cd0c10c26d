"""Local files to loopback URLs, for as long as a block lasts."""

import re
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePath
from threading import Thread

CONTENT_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
}
OTHER_TYPE = "application/octet-stream"
POLL_SECONDS = 0.02
IDLE_SECONDS = 30.0


@contextmanager
def hosting(files: Mapping[str, Path]) -> Iterator[Mapping[str, str]]:
    """Serve exactly these files on 127.0.0.1; yield each one's key with its unguessable URL."""
    if not files:
        yield {}
        return
    steps = {key: f"/{secrets.token_urlsafe(16)}/{_safe(path.name)}" for key, path in files.items()}
    served = {steps[key]: path for key, path in files.items()}
    with Server(("127.0.0.1", 0), partial(Handler, served)) as server:
        thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
        thread.start()
        try:
            yield {key: f"http://127.0.0.1:{server.server_port}{steps[key]}" for key in files}
        finally:
            server.shutdown()
            thread.join()


class Server(ThreadingHTTPServer):
    """A server that says nothing about clients that go away."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave broken connections unsaid, and nothing else."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of the files served, by their whole path."""

    timeout = IDLE_SECONDS

    def __init__(self, served: Mapping[str, Path], *args: object) -> None:
        self.served = served
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file."""
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        """Send what a GET would have before the file."""
        self._send(with_body=False)

    def log_message(self, *_: object) -> None:
        """Say nothing: stderr is for people."""

    def _send(self, *, with_body: bool) -> None:
        path = self.served.get(self.path)
        try:
            file = path.open("rb") if path is not None else None
        except OSError:
            file = None
        if path is None or file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with file:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", CONTENT_TYPES.get(path.suffix.lower(), OTHER_TYPE))
            self.send_header("Content-Length", str(file.seek(0, 2)))
            self.end_headers()
            file.seek(0)
            if with_body:
                shutil.copyfileobj(file, self.wfile)


def _safe(name: str) -> str:
    path = PurePath(name)
    stem, suffix = (re.sub(r"[^A-Za-z0-9_-]+", "-", part) for part in (path.stem, path.suffix[1:]))
    return f"{stem}.{suffix}" if suffix else stem

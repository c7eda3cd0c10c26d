"""What the tests ask of the service: its own small client, on the standard library alone."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

CREATE = "/v1/seedance-x1/videos"
HEADERS = {"Authorization": "Bearer any", "Content-Type": "application/json"}
CARD = "https://example.com/media/fox.png"


def body(*media: Any, prompt: Any = "a fox", **fields: Any) -> dict[str, Any]:
    """Make a short and small body; a placeholder's card where no media are given."""
    items = media or (image(CARD),)
    content = [{"type": "text", "text": prompt}, *items]
    small = {"resolution": "480p", "ratio": "1:1", "duration": 4}
    return {"model": "seedance_2_0_x1_official", **small, "content": content, **fields}


def image(url: object, role: str | None = None) -> dict[str, Any]:
    return item("image_url", url, role)


def video(url: object, role: str | None = None) -> dict[str, Any]:
    return item("video_url", url, role)


def audio(url: object, role: str | None = None) -> dict[str, Any]:
    return item("audio_url", url, role)


def item(kind: str, url: object, role: str | None) -> dict[str, Any]:
    return {"type": kind, kind: {"url": url}} | ({"role": role} if role else {})


@dataclass(frozen=True, slots=True)
class Told:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)


def ask(
    url: str, method: str = "GET", given: object = None, headers: dict[str, str] | None = None
) -> Told:
    """Ask once, on a connection of its own."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    target = address.path + (f"?{address.query}" if address.query else "")
    sent = given if isinstance(given, bytes) or given is None else json.dumps(given).encode()
    try:
        connection.request(method, target, sent, HEADERS if headers is None else headers)
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Told(response.status, named, response.read())
    finally:
        connection.close()


def create(base: str, given: object) -> Told:
    return ask(base + CREATE, "POST", given)


def query(base: str, task: str) -> Told:
    return ask(f"{base}/v1/result/{quote(task, safe='')}")


def made(base: str, given: object) -> str:
    """Create a task that must be accepted, and tell its id."""
    told = create(base, given)
    assert told.status == 200, told.body
    task: str = told.json["id"]
    return task


def ended(base: str, task: str) -> dict[str, Any]:
    """Ask until a task is done or given up."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        told: dict[str, Any] = query(base, task).json
        if told["status"] in {"completed", "failed"}:
            return told
        time.sleep(0.02)
    raise TimeoutError(task)

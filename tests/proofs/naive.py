"""A project's specs to videos, as people write it: a client that pays twice.

`python -m tests.proofs.naive` in a project makes its videos, and `tests.proofs.kill --client naive`
shows what comes of it. It does what many do: it asks again whenever anything goes wrong, polls,
downloads straight to the final name, and writes down at the end of each job what came of it.
"""

import json
import os
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

TRIES: Final = 10
TROUBLE: Final = (OSError, HTTPException, ValueError, KeyError)
"""What comes of a bad connection, of a page in place of JSON, of an error in place of an id."""


def main() -> None:
    """Make every video that has no result yet, eight at a time."""
    specs = sorted(Path("specs").glob("*.yaml"))
    missing = [spec for spec in specs if not _result(spec).exists()]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_make, missing))


def _make(spec: Path) -> None:
    body = {"model": "m", "content": [{"type": "text", "text": spec.stem}]}
    task = _asked("/v1/seedance-x1/videos", json.dumps(body).encode(), "id")
    while not (url := _asked(f"/v1/result/{task}", None, "status")).startswith("http"):
        time.sleep(0.1)
    with urllib.request.urlopen(url) as video, spec.with_suffix(".mp4").open("wb") as file:  # noqa: S310
        file.write(video.read())
    _result(spec).write_text(json.dumps({"id": task, "url": url}))


def _asked(path: str, body: bytes | None, wanted: str) -> str:
    for _ in range(TRIES):
        try:
            answer = _json(path, body)
            return str(answer.get("video_url") or answer[wanted])
        except TROUBLE:
            time.sleep(0.05)
    raise SystemExit("it does not work")


def _json(path: str, body: bytes | None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {os.environ['SEEDJOB_API_KEY']}"}
    request = urllib.request.Request(os.environ["SEEDJOB_BASE_URL"] + path, body, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310
        answer: dict[str, Any] = json.load(reply)
        return answer


def _result(spec: Path) -> Path:
    return spec.with_suffix(".result.json")


if __name__ == "__main__":
    main()

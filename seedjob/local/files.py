"""A video and the headers of a request for it to a reply, whole or the stretch that was asked."""

import re
from collections.abc import Mapping
from pathlib import Path

from seedjob.local.wire import Reply, Stretch

RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def file_reply(path: Path, asked: Mapping[str, str]) -> Reply:
    """Answer a GET or HEAD of a video; its name is its content's, and so its ETag."""
    size = path.stat().st_size
    etag = f'"{path.stem[:32]}"'
    shared = (("content-type", "video/mp4"), ("etag", etag), ("accept-ranges", "bytes"))
    wanted = RANGE.fullmatch(asked.get("range", "").strip())
    if wanted is None or wanted[0] == "bytes=-" or asked.get("if-range", etag) != etag:
        return Reply(200, Stretch(path, 0, size), shared)
    first, last = _span(wanted[1], wanted[2], size)
    if first >= size or first > last:
        return Reply(416, b"", (*shared, ("content-range", f"bytes */{size}")))
    span = Stretch(path, first, last - first + 1)
    return Reply(206, span, (*shared, ("content-range", f"bytes {first}-{last}/{size}")))


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """Read the two numbers of a range; without the first, the second counts from the end."""
    if not first:
        return (max(0, size - int(last)) if int(last) else size), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1

"""A sound answer to a download to one that a client must not take for its video."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from seedjob.local.changes import PAGE, Strike, body
from seedjob.local.files import file_reply
from seedjob.local.wire import Reply, Stretch

HEAD: Final = 4096
SPACE: Final = (1024).to_bytes(4) + b"free" + bytes(1016)
"""A box of a container that holds nothing: behind a video it makes another file that plays."""


def page(_reply: Reply, _strike: Strike) -> Reply:
    """Send a page under the name of a video."""
    return body(200, PAGE, "video/mp4")


def spoil(reply: Reply, _strike: Strike) -> Reply:
    """Keep the length and the first bytes of a video, and none of its pictures."""
    whole = _read(reply)
    return replace(reply, body=whole[:32] + bytes(len(whole) - 32) if len(whole) > HEAD else whole)


def misannounce(reply: Reply, strike: Strike) -> Reply:
    """Announce more bytes than come, or fewer."""
    return replace(reply, announced=max(0, reply.length + strike.args["by"]))


def ignore_range(reply: Reply, _strike: Strike) -> Reply:
    """Send all of a video where a stretch of it was asked for."""
    if not isinstance(reply.body, Stretch):
        return reply
    return file_reply(reply.body.path, {})


def shift_range(reply: Reply, strike: Strike) -> Reply:
    """Send the stretch that was asked for, and say that it is another one."""
    by = strike.args["by"]
    moved = (
        (name, re.sub(r"\d+", lambda found: str(int(found[0]) + by), value, count=2))
        if name == "content-range"
        else (name, value)
        for name, value in reply.headers
    )
    return replace(reply, headers=tuple(moved))


def unname(reply: Reply, _strike: Strike) -> Reply:
    """Leave out what tells whether a file is still the same."""
    return replace(reply, headers=tuple(pair for pair in reply.headers if pair[0] != "etag"))


def exchange(reply: Reply, strike: Strike) -> Reply:
    """Answer as if another video, which plays as well, now lay under the link."""
    if not isinstance(reply.body, Stretch):
        return reply
    return file_reply(_other(reply.body.path), strike.request.headers)


def _other(path: Path) -> Path:
    """Make another file of a video, named for its content like every video of the folder."""
    other = path.with_name(f"{sha256(path.stem.encode()).hexdigest()}.mp4")
    if not other.exists():
        part = other.with_suffix(".part")
        part.write_bytes(path.read_bytes() + SPACE)
        part.replace(other)
    return other


def _read(reply: Reply) -> bytes:
    if isinstance(reply.body, bytes):
        return reply.body
    with reply.body.path.open("rb") as file:
        file.seek(reply.body.start)
        return file.read(reply.body.length)

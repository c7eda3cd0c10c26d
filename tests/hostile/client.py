"""Ports of hosts to what our client made of each, and what that cost it in memory and time.

A program of its own, so that its memory is its own: `python -m tests.hostile.client`, fed JSON of
`Order`; it is warm before it begins, each host meets a fork of it, and each writes a line of JSON.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from seedjob.clock import SystemClock
from seedjob.errors import DownloadError
from seedjob.service.client import Client, open_client
from seedjob.service.download import Media, open_media
from seedjob.service.endpoint import parse_endpoint
from seedjob.service.receive import Patience
from seedjob.service.transport import find_carrier
from tests.hostile.memory import forget_peak, peak

MOST_VIDEO: Final = 64 << 20
BODY: Final = {"model": "m", "content": [{"type": "text", "text": "a fox"}]}


@dataclass
class Order:
    """A sound host's port, hostile ones with what is asked of each, the deadline, the transport."""

    sound: int
    hostile: list[tuple[int, list[str]]]
    seconds: float
    transport: str = "httpx"


@dataclass
class Cost:
    """The answer to each action, the seconds of the slowest, and the bytes of memory of all."""

    answers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    extra: int = 0


@dataclass(frozen=True)
class Way:
    """The way to one host."""

    client: Client
    media: Media
    base: str


async def ask(way: Way) -> str:
    """Ask for a task."""
    answer = await way.client.ask("t")
    kind = getattr(answer, "kind", "")
    return f"{type(answer).__name__} {kind}".strip()


async def create(way: Way) -> str:
    """Create a task."""
    return type(await way.client.create(BODY)).__name__


async def download(way: Way) -> str:
    """Fetch a video."""
    with TemporaryDirectory() as folder:
        try:
            await way.media.download(way.base, Path(folder) / "v.mp4.part")
        except DownloadError as error:
            return type(error).__name__
    return "Received"


ACTIONS: Final[dict[str, Callable[[Way], Awaitable[str]]]] = {
    "ask": ask,
    "create": create,
    "download": download,
}


async def run(port: int, actions: list[str], seconds: float, transport: str) -> Cost:
    """Carry out the actions one after the other."""
    base, cost, carrier = f"http://127.0.0.1:{port}", Cost(), find_carrier(transport)
    endpoint, clock = parse_endpoint(base), SystemClock()
    async with (
        open_client(endpoint, "key-0123456", clock=clock, carrier=carrier) as client,
        open_media(private_ok=True, carrier=carrier) as media,
    ):
        quick = replace(client, ask_seconds=seconds, create_seconds=seconds)
        small = replace(media, cap=MOST_VIDEO, patience=Patience(total_seconds=seconds))
        for name in actions:
            since = time.monotonic()
            cost.answers[name] = await ACTIONS[name](Way(quick, small, base))
            cost.seconds = max(cost.seconds, time.monotonic() - since)
    return cost


def measure(port: int, actions: list[str], seconds: float, transport: str) -> None:
    """Meet one host in a fork of this process."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    before = forget_peak()
    cost = asyncio.run(run(port, actions, seconds, transport))
    cost.extra = peak() - before
    sys.stdout.write(json.dumps(asdict(cost)) + "\n")
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    """Warm up, and meet the hosts one after the other."""
    order = Order(**json.load(sys.stdin))
    asyncio.run(run(order.sound, list(ACTIONS), 10.0, order.transport))
    for port, actions in order.hostile:
        measure(port, actions, order.seconds, order.transport)


if __name__ == "__main__":
    main()

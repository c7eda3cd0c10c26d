"""Behaviours and videos to what each costs in a process of its own."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.hostile.behaviours import BEHAVIOURS, GOOD, Behaviour, body
from tests.hostile.client import ACTIONS, Cost, Order
from tests.hostile.server import serving

PATIENCE: Final = 20.0
"""Seconds for each behaviour, should a client not end by itself."""


NARROW: Final[Mapping[str, Mapping[str, str]]] = {
    "httpx": {},
    "aiohttp": {
        "1,500 headers": "Trouble network",  # it takes 128
        "a flood of cookies": "Trouble network",
        "a reply and endless more": "Trouble network",  # it takes no more than was announced
    },
}
"""By transport, the right answers to a question where it takes less than the table says."""


def expected(behaviour: Behaviour) -> dict[str, str]:
    """Tell the right answer to each action that is tried."""
    return {name: answer for name in ACTIONS if (answer := getattr(behaviour, name))}


def answers(name: str, behaviour: Behaviour, transport: str) -> dict[str, str]:
    """Tell the right answers by a transport."""
    narrow = NARROW[transport].get(name)
    return expected(behaviour) | ({"ask": narrow} if narrow else {})


async def measure(
    names: Iterable[str], seconds: float, transport: str = "httpx"
) -> dict[str, Cost]:
    """Run a client against each behaviour, its deadlines set to so many seconds."""
    shown = {name: BEHAVIOURS[name] for name in names}
    for behaviour in shown.values():
        behaviour.stream()  # bombs take their time to be made
    async with AsyncExitStack() as stack:
        sound = await stack.enter_async_context(serving(body(GOOD)))
        ports = [await stack.enter_async_context(serving(one.stream)) for one in shown.values()]
        asked = [list(expected(behaviour)) for behaviour in shown.values()]
        hosts = list(zip(ports, asked, strict=True))
        told = await _client(Order(sound, hosts, seconds, transport))
    costs = [Cost(**json.loads(line)) for line in told.splitlines()]
    return dict(zip(shown, costs, strict=True))


def look(video: Path) -> Mapping[str, Any]:
    """Look at a video in a process of its own; tells what was said, `extra` bytes and `seconds`."""
    words = (sys.executable, "-m", "tests.hostile.look", str(video))
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, timeout=PATIENCE)
    told: Mapping[str, Any] = json.loads(done.stdout)
    return told


async def _client(order: Order) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.hostile.client"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE * (1 + len(order.hostile))):
            told, _ = await process.communicate(json.dumps(asdict(order)).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return told

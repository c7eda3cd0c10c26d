"""A folder to a service on loopback that lives as long as its `with`."""

import asyncio
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from seedjob.clock import SystemClock
from seedjob.errors import UsageError
from seedjob.local.faults import Faults
from seedjob.local.gateway import Gateway
from seedjob.local.journal import Journal, Line, read_lines
from seedjob.local.leftovers import living_in
from seedjob.local.links import Links, links_in
from seedjob.local.rulefile import read_faults
from seedjob.local.rules import Refusal, judge
from seedjob.local.talk import converse
from seedjob.local.tasks import Task, Tasks

HOST = "127.0.0.1"
RECORD = "requests.jsonl"
ROOMS = ("media", "videos")
PROBE = 64 * 1024  # bytes: room for less is room for nothing
GRACE = 0.02  # seconds in which connections just accepted come to be known, to be closed


@contextmanager
def serving(
    folder: Path, *, speed: float = 1.0, faults: Path | Faults | None = None, port: int = 0
) -> Iterator[str]:
    """Run the service on a thread of its own and yield its base URL; all its state is in `folder`.

    `speed` divides its waiting times; `port` 0 takes any free one. Who hands in the rules of its
    faults instead of their file may look at them afterwards. What still renders at the end
    is given up, and rendered when a later run is asked for it.
    """
    if not speed > 0:
        raise UsageError(f"the service's speed must be over 0, not {speed:g}")
    book = faults if isinstance(faults, Faults) else read_faults(faults)
    with (
        closing(_listener(port)) as listener,
        closing(Journal(folder / RECORD)) as journal,
        living_in(folder),
        closing(asyncio.new_event_loop()) as loop,
    ):
        gateway = _gateway(_base(listener), folder, speed=speed, faults=book, journal=journal)
        stop = asyncio.Event()
        live = _live(gateway, listener, stop)
        thread = threading.Thread(target=loop.run_until_complete, args=[live], name="seedjob-local")
        thread.start()
        try:
            yield gateway.base
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port), backlog=128)
    except (OSError, OverflowError) as error:
        raise UsageError(f"port {port} of {HOST} cannot be used: {error}") from error


def _base(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _gateway(base: str, folder: Path, *, speed: float, faults: Faults, journal: Journal) -> Gateway:
    """Put the parts together, with the tasks of earlier runs."""
    clock = SystemClock()
    links = _furnished(folder)
    gateway = Gateway(
        base=base,
        folder=folder,
        clock=clock,
        tasks=Tasks(folder, clock, speed),
        journal=journal,
        links=links,
        faults=faults,
    )
    for task in filter(None, map(_task, read_lines(folder / RECORD))):
        gateway.tasks.remember(task)
        gateway.admit(task)
    return gateway


def _furnished(folder: Path) -> Links:
    """Make what a service writes into; a disk that takes nothing is told before any task."""
    try:
        for name in ROOMS:
            (folder / name).mkdir(exist_ok=True)
            with tempfile.TemporaryFile(dir=folder / name) as file:
                file.write(bytes(PROBE))
        return links_in(folder)
    except OSError as error:
        raise UsageError(f"cannot keep {str(folder)!r}: {error.strerror}") from error


def _task(line: Line) -> Task | None:
    """Make the task of an accepted create again; other lines made none."""
    if line.task is None or line.method != "POST":
        return None
    order = judge(line.body)
    if isinstance(order, Refusal) or len(line.media) != len(order.media):
        return None
    return Task(line.task, int(line.time), order, line.media, line.fails)


async def _live(gateway: Gateway, listener: socket.socket, stop: asyncio.Event) -> None:
    talks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.get_running_loop().create_task(converse(reader, writer, gateway))
        talks[talk] = writer
        talk.add_done_callback(talks.pop)

    server = await asyncio.start_server(greet, sock=listener)
    await stop.wait()
    # Server.close drops connections that are half accepted without closing their sockets.
    asyncio.get_running_loop().remove_reader(listener)
    await asyncio.sleep(GRACE)
    server.close()
    for talk, writer in talks.items():
        writer.transport.abort()
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
    await gateway.tasks.stop()
    await asyncio.sleep(0)  # a turn of the loop, in which connections close their sockets

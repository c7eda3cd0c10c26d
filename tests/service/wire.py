"""Scripted bytes to a real server on loopback that keeps what it was asked."""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# No resolver asks anybody for a name that is longer than names may be.
UNKNOWN_NAME = ".".join(["a" * 60] * 5)


@dataclass(frozen=True, slots=True)
class Script:
    """What the server does with one request: read it, wait, write, wait, close or reset."""

    reply: bytes = b""
    before: float = 0.0
    after: float = 0.0
    reset: bool = False
    read: bool = True


@dataclass(slots=True)
class Heard:
    """The server's address, and each request that came to it, whole."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    serving: set["asyncio.Task[None] | None"] = field(default_factory=set)

    @property
    def base(self) -> str:
        """The server's base URL."""
        return f"http://127.0.0.1:{self.port}"

    async def closed(self) -> None:
        """Wait until the server has closed what came to it, and the client had its turn to see."""
        async with asyncio.timeout(60):
            while not all(task is None or task.done() for task in self.serving):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)

    def header(self, name: str) -> list[str]:
        """Collect one header over all requests."""
        lines = (line for request in self.requests for line in request.split(b"\r\n"))
        pairs = (line.decode("latin-1").partition(": ") for line in lines)
        return [value for key, _, value in pairs if key.lower() == name.lower()]


def http(body: bytes, status: int = 200, *headers: str) -> bytes:
    """Write a whole reply."""
    lines = (f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *headers)
    return "\r\n".join((*lines, "", "")).encode() + body


def told(value: object, status: int = 200, *headers: str) -> bytes:
    """Write a whole reply of JSON."""
    return http(json.dumps(value).encode(), status, "Content-Type: application/json", *headers)


@asynccontextmanager
async def answering(*scripts: Script | bytes) -> AsyncIterator[Heard]:
    """Serve the scripts, one a connection, the last one again and again."""
    heard = Heard()
    left = [script if isinstance(script, Script) else Script(script) for script in scripts]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.serving.add(asyncio.current_task())
        heard.connections += 1
        try:
            script = left.pop(0) if len(left) > 1 else left[0]
            if script.read:
                heard.requests.append(await _request(reader))
                heard.came.set()
            await _play(script, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    heard.port = server.sockets[0].getsockname()[1]
    try:
        yield heard
    finally:
        server.close()
        tasks = [task for task in heard.serving if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
    return head + await reader.readexactly(int(fields.get(b"content-length", 0)))


async def _play(script: Script, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(script.before)
    writer.write(script.reply)
    await writer.drain()
    await asyncio.sleep(script.after)
    if script.reset:
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

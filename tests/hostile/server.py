"""A behaviour to a host on loopback that shows it to everybody."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.hostile.behaviours import Stream


@asynccontextmanager
async def serving(stream: Stream) -> AsyncIterator[int]:
    """Answer each request on loopback with the stream; gives the port."""
    tasks: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await reader.readuntil(b"\r\n\r\n")
            async for piece in stream():
                writer.write(piece)
                await writer.drain()
                if reader.at_eof():  # whoever sends nothing would not notice
                    break
            writer.write_eof()
            await reader.read()  # a reset would take back what was just sent
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            if task is not None:
                task.cancel()
        await asyncio.gather(*filter(None, tasks), return_exceptions=True)

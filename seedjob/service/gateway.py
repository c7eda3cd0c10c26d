"""An endpoint to the service as the runner uses it: creates, questions, downloads."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedjob.clock import Clock
from seedjob.service.answer import CreateAnswer, Sighting, TaskAnswer
from seedjob.service.client import Client, open_client
from seedjob.service.download import Media, open_media
from seedjob.service.endpoint import Endpoint
from seedjob.service.receive import Received
from seedjob.service.transport import Carrier


@dataclass(frozen=True, slots=True)
class Gateway:
    """The API and its media hosts; the key goes to the first alone."""

    client: Client
    media: Media

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        """Ask for a task, at most once."""
        return await self.client.create(body)

    async def ask(self, task_id: str) -> TaskAnswer:
        """Ask how a task stands."""
        return await self.client.ask(task_id)

    async def look_up(self, task_id: str) -> Sighting:
        """Ask how a task stands, and whose it is."""
        return await self.client.look_up(task_id)

    async def download(self, url: str, part: Path) -> Received:
        """Fetch a video into `part`, whole and durable."""
        return await self.media.download(url, part)


@asynccontextmanager
async def open_gateway(
    endpoint: Endpoint,
    key: str,
    clock: Clock,
    *,
    stop: asyncio.Event | None = None,
    carrier: Carrier | None = None,
) -> AsyncIterator[Gateway]:
    """Open the way to the service; raise UsageError for a key that no header can carry.

    Once `stop` is set no create begins to leave. All but creates goes by `carrier`.
    """
    async with (
        open_client(endpoint, key, clock=clock, stop=stop, carrier=carrier) as client,
        open_media(private_ok=endpoint.on_loopback, clock=clock, carrier=carrier) as media,
    ):
        yield Gateway(client, media)

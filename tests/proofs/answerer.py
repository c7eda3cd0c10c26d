"""Creates, polls and downloads to canned answers, and to a log of what was accepted.

`python -m tests.proofs.answerer --folder F` serves the API on one port of 127.0.0.1 and the media
on another, prints the API's base URL, and runs until it is terminated. It is a fast reading of the
API of its own: it checks nothing of a request but its key and its prompt, which is the job's name,
and every task becomes the same small video. In F it leaves

- `creates.jsonl`: a line for each create that it accepted, written before an answer leaves, with
  job (its prompt), task and time;
- `faults.jsonl`: a line for each create that it did not answer with an id, with its job and how;
- `counts.json`: written at its end: how often it was asked what, with which trouble it answered,
  and what all that took of the processor.

`--help` lists the trouble that it can make; a seed makes it the same each time.
"""

import argparse
import asyncio
import json
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import fields
from pathlib import Path
from typing import Final

from tests.proofs.chances import Chances, options
from tests.proofs.place import MARK
from tests.proofs.playback import plays
from tests.proofs.service import Service
from tests.proofs.wire import Answer, Request, read, write
from tests.run.stage import clip

BACKLOG: Final = 1024


def _connection(
    answer: Callable[[Request], Awaitable[Answer]],
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await read(reader):
                if not await write(writer, await answer(request)):
                    break
        except OSError:  # who asked may be gone
            pass
        finally:
            writer.close()

    return answering


async def serve(service: Service) -> None:
    """Serve until the process is terminated."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    start, host = asyncio.start_server, "127.0.0.1"
    api = await start(_connection(service.api), host, 0, backlog=BACKLOG)
    media = await start(_connection(service.download), host, 0, backlog=BACKLOG)
    service.media = f"http://{host}:{media.sockets[0].getsockname()[1]}"
    print(f"http://{host}:{api.sockets[0].getsockname()[1]}", flush=True)  # noqa: T201
    await ended.wait()
    api.close()
    media.close()


def main() -> None:
    """Read the flags, and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the logs are put")
    parser.add_argument("--play-back", action="store_true", help="play back keys and links")
    options(parser)
    asked = parser.parse_args()
    chances = Chances(**{one.name: getattr(asked, one.name) for one in fields(Chances)})
    asked.folder.mkdir(parents=True, exist_ok=True)
    (asked.folder / "clip.mp4").write_bytes(clip())
    service = Service(asked.folder, chances, MARK, clip=clip())
    if asked.play_back:
        service.plays = plays(f"https://127.0.0.1:9/v.mp4?X-Signature={MARK}")
    asyncio.run(serve(service))
    service.counts["milliseconds of CPU"] = round(1000 * time.process_time())
    text = json.dumps(service.counts, indent=2) + "\n"
    (service.folder / "counts.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()

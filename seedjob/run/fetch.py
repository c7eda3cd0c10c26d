"""A finished task to a video in its place and a completed manifest."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from seedjob.durable import recording, sync_folder
from seedjob.errors import MediaError
from seedjob.manifest import Manifest, Output, timestamp
from seedjob.media.probe import VideoFacts
from seedjob.run.order import Order, Outcome, Tools
from seedjob.service.answer import Finished
from seedjob.service.receive import Received

TOLERANCE: Final = 0.5
"""Seconds by which a video may differ from what the service says without a word about it."""


async def fetch(
    order: Order, manifest: Manifest, task: Finished, tools: Tools, *, last: bool = False
) -> Outcome:
    """Download, judge and place the video, then record it.

    At the `last` try what is refused is kept aside: it is paid, and we may err.
    Raises DownloadError or MediaError where the video did not come or is none, RecordError where
    it could not be kept.
    """
    part = order.video.with_name(f"{order.video.name}.part")
    received = await tools.gateway.download(task.video_url, part)
    try:
        output = _output(await tools.prove(part), order.video.name, received)
        with recording(order.video):
            part.replace(order.video)
            sync_folder(order.video.parent)
    except MediaError:
        if last:
            with recording(order.video):
                part.replace(refused(order.video))
        raise
    finally:  # whatever ends it, a signal too, leaves nothing lying
        with suppress(OSError):
            part.unlink()
    done = _completed(manifest, task, output, timestamp(tools.clock.now()))
    if done != order.before:
        order.record.write(done)
    for doubt in (*_misstated(task, output), *_doubts(order.manifest.request, output)):
        tools.tell(order.job, doubt)
    seen = f"{output.width}x{output.height}, {output.seconds:.2f} s"
    return Outcome(order.job, "done", f"{order.video.name} {seen}")


def _misstated(task: Finished, output: Output) -> Iterator[str]:
    if task.seconds is not None and abs(task.seconds - (output.seconds or 0)) > TOLERANCE:
        yield f"the service said {task.seconds:.2f} s, the video has {output.seconds} s"


def _doubts(request: Mapping[str, Any], output: Output) -> Iterator[str]:
    """Say where a video is plainly another one than was asked for; near is as good as equal."""
    asked = request.get("duration")
    if isinstance(asked, int) and abs(asked - (output.seconds or 0)) > FAR:
        yield f"{asked} s were asked for, the video has {output.seconds} s"
    wide, _, high = str(request.get("ratio", "")).partition(":")
    if wide.isdecimal() and high.isdecimal() and output.width and output.height:
        asked_shape, shape = int(wide) / int(high), output.width / output.height
        if not 1 / ODD < shape / asked_shape < ODD:
            yield f"{wide}:{high} was asked for, the video is {output.width}x{output.height}"


FAR: Final = 1.5
"""Seconds by which a video may differ from what was asked for without a word about it."""

ODD: Final = 1.15
"""By how much its shape may: pixels come near to what was asked for, not equal."""


def refused(video: Path) -> Path:
    """Tell where a video is kept that is none as far as we can tell."""
    return video.with_name(f"{video.name}.refused")


def _output(facts: VideoFacts, name: str, received: Received) -> Output:
    return Output(
        kind="video",
        path=name,
        sha256=received.sha256,
        bytes=received.bytes,
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
        fps=facts.fps,
        codec=facts.codec,
    )


def _completed(manifest: Manifest, task: Finished, output: Output, now: str) -> Manifest:
    """Complete the record; one that was complete before keeps its times."""
    assert manifest.task is not None
    finished = manifest.task.finished_at or now
    amount = task.amount or manifest.cost.amount
    return manifest.model_copy(
        update={
            "state": "completed",
            "task": manifest.task.model_copy(update={"finished_at": finished}),
            "outputs": [output],
            "error": None,
            "cost": manifest.cost.model_copy(update={"amount": amount}),
        }
    )

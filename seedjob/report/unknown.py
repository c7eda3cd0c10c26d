"""A create whose outcome nobody knows to what a person needs to find it in the vendor's console."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from seedjob.manifest import Manifest, moment, timestamp
from seedjob.report.visible import visible

WITHIN: Final = timedelta(minutes=2)
"""How long a create may be under way, which is the service's own time to make the task."""

PROMPT: Final = 200
"""Characters of a prompt that are shown: enough to know it by."""


def sought(manifest: Manifest) -> dict[str, Any]:
    """Tell what to look for: when it was sent, and what its task was asked to be."""
    asked = manifest.task.submitted_at if manifest.task else None
    request = manifest.request
    return {
        "sent_after": asked,
        "sent_before": _later(asked) if asked else None,
        **{name: request.get(name) for name in ("model", "resolution", "ratio", "duration")},
        "prompt": next(_prompts(request), None),
        "media": list(_media(request)),
    }


def _later(asked: str) -> str:
    with suppress(OverflowError):  # at the end of time, as a stranger's record may have it
        return timestamp(moment(asked) + WITHIN)
    return asked


def render(job: str, manifest: Manifest) -> str:
    """Write it for people, with the words that settle it."""
    wanted = sought(manifest)
    said = manifest.error.message if manifest.error else "the run ended before an answer came"
    asked = [str(wanted[name]) for name in ("model", "resolution", "ratio") if wanted[name]]
    length = [f"{wanted['duration']} s"] if wanted["duration"] else []
    lines = [
        f"{job}: the answer to its create was lost: {said}",
        f"  created   {_span(wanted)}",
        f"  asked for {' '.join([*asked, *length]) or 'what its spec said then'}",
        f"  prompt    {_short(wanted['prompt'] or 'not on record')}",
        *(f"  medium    {medium}" for medium in wanted["media"]),
        *_words(job, manifest),
    ]
    return "".join(f"{visible(line)}\n" for line in lines)


def _span(wanted: Mapping[str, Any]) -> str:
    after, before = wanted["sent_after"], wanted["sent_before"]
    return f"{after} to {before}" if after else "at a time unknown"


def _words(job: str, manifest: Manifest) -> Iterator[str]:
    local = " --local" if manifest.service == "local" else ""
    told = f"  seedjob settle{local} {job}"
    yield f"{told} --task-id ID   if the service's console shows its task"
    yield f"{told} --not-created  if it surely does not"
    yield f"{told} --abandon      if nobody can tell"
    if manifest.error is None:
        yield "  seedjob settle --from-receipt LOG  if a log holds a SEEDJOB-RECEIPT line of it"


def _prompts(request: Mapping[str, Any]) -> Iterator[str]:
    for item in _content(request):
        if isinstance(item.get("text"), str):
            yield item["text"]


def _media(request: Mapping[str, Any]) -> Iterator[str]:
    for item in _content(request):
        source = item.get(str(item.get("type")))
        if isinstance(source, dict):
            named = source.get("url") or source.get("path")
            role = item.get("role")
            yield f"{named} ({role})" if role else str(named)


def _content(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    content = request.get("content")
    items = content if isinstance(content, list) else ()
    yield from (item for item in items if isinstance(item, dict))


def _short(prompt: str) -> str:
    flat = " ".join(prompt.split())
    return flat if len(flat) <= PROMPT else f"{flat[: PROMPT - 1]}…"

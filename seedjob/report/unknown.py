"""A create whose outcome nobody knows to what a person needs to find it in the vendor's console."""

from collections.abc import Iterator, Mapping
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
        "sent_before": timestamp(moment(asked) + WITHIN) if asked else None,
        **{name: request.get(name) for name in ("model", "resolution", "ratio", "duration")},
        "prompt": next(_prompts(request), None),
        "media": list(_media(request)),
    }


def render(job: str, manifest: Manifest) -> str:
    """Write it for people, with the words that settle it."""
    wanted = sought(manifest)
    said = manifest.error.message if manifest.error else "the run ended before an answer came"
    asked = " ".join(str(wanted[name]) for name in ("model", "resolution", "ratio") if wanted[name])
    lines = [
        f"{job}: the answer to its create was lost: {said}",
        f"  created   {wanted['sent_after'] or 'at a time unknown'} to {wanted['sent_before']}",
        f"  asked for {asked} {wanted['duration']} s",
        f"  prompt    {_short(wanted['prompt'] or '')}",
        *(f"  medium    {medium}" for medium in wanted["media"]),
        *_words(job, manifest),
    ]
    return "".join(f"{visible(line)}\n" for line in lines)


def _words(job: str, manifest: Manifest) -> Iterator[str]:
    local = " --local" if manifest.service == "local" else ""
    told = f"  seedjob settle{local} {job}"
    yield f"{told} --task-id ID   if the service's console shows its task"
    yield f"{told} --not-created  if it surely does not"
    yield f"{told} --abandon      if nobody can tell"


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

"""A reply's body to the little that one asks of it, wherever the gateway put it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from seedjob.service.scalar import (
    GOOD_CODES,
    clean,
    is_error,
    is_good_code,
    plain_id,
    plain_number,
    plain_text,
)

Word = Literal["rendering", "finished", "failed", "cancelled", "expired"]

# The vendor names queued, processing, completed and failed; the others were met by live clients.
WORDS: Mapping[str, Word] = {
    "queued": "rendering",
    "pending": "rendering",
    "submitted": "rendering",
    "processing": "rendering",
    "running": "rendering",
    "in_progress": "rendering",
    "completed": "finished",
    "succeeded": "finished",
    "success": "finished",
    "failed": "failed",
    "failure": "failed",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "expired": "expired",
}

WRAPPERS = ("data", "task", "result")
DEEPEST = 3
WRAPPER_STATUSES = GOOD_CODES | {"ok", "true"}
"""What a wrapper says of the call; a task that was only just asked for says none of these."""
ID_KEYS = ("id", "task_id", "taskId")
TEXT_KEYS = ("msg", "message", "errorMessage", "fail_reason")
ERROR_KEYS = ("error", "errorMessage", "fail_reason")
EXCERPT_LENGTH = 300
INTEGER_LENGTH = 40
LATEST = 10**11
"""Unix seconds: what is above counts in thousandths, of a second or of a joke."""
MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Envelope:
    """A reply's objects, outermost first; none of them, and a `flaw`, where it is no object."""

    layers: tuple[Mapping[str, Any], ...]
    flaw: str | None = None
    text: str = ""

    @property
    def excerpt(self) -> str:
        """How the reply begins, on one line that only shows."""
        return clean(" ".join(self.text[: 4 * EXCERPT_LENGTH].split()), EXCERPT_LENGTH)

    @property
    def task_id(self) -> str | None:
        """The task's id, verbatim: of the layer most like a task, and of such the innermost."""
        named = [layer for layer in self.layers if any(_ids(layer))]
        likest = max(map(_likeness, named), default=0)
        return next(
            (next(_ids(layer)) for layer in reversed(named) if _likeness(layer) == likest), None
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that it holds, of whatever: wrappers and requests have their own."""
        return tuple(task_id for layer in self.layers for task_id in _ids(layer))

    @property
    def status(self) -> str:
        """The status as it was written: the innermost known word, since wrappers have their own."""
        values = (layer.get("status") for layer in self.layers)
        found = [clean(value.strip()) for value in values if isinstance(value, str)]
        known = [status for status in found if status.lower() in WORDS]
        return (known or found or [""])[-1]

    @property
    def word(self) -> Word | None:
        """What the status means, where anybody knows."""
        return WORDS.get(self.status.lower())

    @property
    def model(self) -> str | None:
        """The model that the task was asked of."""
        models = (plain_text(layer.get("model")) for layer in reversed(self.layers))
        return next(filter(None, models), None)

    @property
    def created(self) -> int | None:
        """When the task was made, in Unix seconds, which a gateway may count in thousandths."""
        told = (plain_number(layer.get("created")) for layer in reversed(self.layers))
        moment = next((number for number in told if number), None)
        if moment is None or moment > MILLISECONDS * LATEST:
            return None
        return int(moment if moment <= LATEST else moment / MILLISECONDS)

    @property
    def code(self) -> str | None:
        """The business code that says error, where one does."""
        codes = (layer.get("code") for layer in self.layers)
        return next((plain_text(code) for code in codes if not is_good_code(code)), None)

    @property
    def detail(self) -> str | None:
        """The most telling code there is: the business code, else the error's own."""
        errors = (layer.get("error") for layer in self.layers)
        codes = (error.get("code") for error in errors if isinstance(error, dict))
        own = next((plain_text(code) for code in codes if not is_good_code(code)), None)
        return self.code or own

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may tell an error, in the order in which they are to be believed."""
        texts = (plain_text(value) for layer in self.layers for value in _told(layer))
        return tuple(text for text in texts if text not in {"", "0"})

    @property
    def tells_error(self) -> bool:
        """Whether it says error; `msg` and `message` alone may as well say success."""
        errors = (layer.get(key) for layer in self.layers for key in ERROR_KEYS)
        return self.code is not None or any(is_error(error) for error in errors)

    @property
    def is_hollow(self) -> bool:
        """Whether a wrapper is there and holds null."""
        return any("data" in layer and layer["data"] is None for layer in self.layers)

    @property
    def video_url(self) -> str | None:
        """The video's link, where there is one."""
        urls = (layer.get("video_url") for layer in self.layers)
        links = (url.strip() for url in urls if isinstance(url, str))
        return next((url for url in links if url.lower().startswith(("http://", "https://"))), None)

    @property
    def seconds(self) -> float | None:
        """How long the video says it is."""
        numbers = (plain_number(layer.get("actualDuration")) for layer in self.layers)
        return next((float(number) for number in numbers if number), None)

    @property
    def amount(self) -> str | None:
        """What the task cost, as a plain decimal number."""
        numbers = (plain_number(layer.get("amount")) for layer in self.layers)
        return next((format(number, "f") for number in numbers if number is not None), None)


def open_envelope(body: bytes) -> Envelope:
    """Read a body of any kind; nothing that a stranger may send raises."""
    text = body.decode("utf-8-sig", "replace")
    if not text.strip():
        return Envelope((), "an empty reply", text)
    if text.lstrip().startswith("<"):
        return Envelope((), "a page of HTML", text)
    try:
        value = _JSON.decode(text)
    except (ValueError, RecursionError):
        return Envelope((), "broken JSON", text)
    layers = tuple(_layers(value, DEEPEST))
    return Envelope(layers, None if layers else "JSON that is no object", text)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= INTEGER_LENGTH else digits  # int() gives up at 4,300


_JSON: Final = json.JSONDecoder(parse_int=_integer)


def _layers(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict) and depth > 0:
        yield value
        for key in WRAPPERS:
            yield from _layers(value.get(key), depth - 1)


def _ids(layer: Mapping[str, Any]) -> Iterator[str]:
    found = (plain_id(layer.get(key)) for key in ID_KEYS)
    return (task_id for task_id in found if task_id is not None)


def _likeness(layer: Mapping[str, Any]) -> int:
    """Count what stands beside an id in the documented reply, and not in a wrapper around it."""
    status = layer.get("status")
    word = status.strip().lower() if isinstance(status, str) else ""
    told = (
        word not in WRAPPER_STATUSES,
        layer.get("object") == "video",
        plain_text(layer.get("model")),
    )
    return sum(map(bool, told))


def _told(layer: Mapping[str, Any]) -> Iterator[object]:
    error = layer.get("error")
    yield from (error.get("message"), error.get("code")) if isinstance(error, dict) else (error,)
    yield from (layer.get(key) for key in TEXT_KEYS)

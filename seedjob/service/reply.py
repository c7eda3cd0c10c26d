"""What came over the wire to what it means: for the money of a create, for the state of a task."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Literal, assert_never

from seedjob.service.answer import (
    Absent,
    CreateAnswer,
    Failed,
    Fault,
    Finished,
    NotSent,
    Refused,
    Rendering,
    Sighting,
    Submitted,
    TaskAnswer,
    Trouble,
    Unknown,
    Unusable,
)
from seedjob.service.denial import denied, is_denial
from seedjob.service.envelope import Envelope, open_envelope
from seedjob.service.identity import id_fault, is_same, shown_id
from seedjob.service.retry import read_moment, read_retry_after
from seedjob.service.scalar import clean, printable

Verdict = Literal["refused", "later", "unknown"]
TroubleKind = Literal["network", "code", "key"]

CREATE_VERDICTS: Mapping[int, Verdict] = {
    408: "unknown",
    409: "unknown",
    425: "later",
    429: "later",
}
TASK_TROUBLES: Mapping[int, TroubleKind] = {
    401: "key",
    403: "key",
    408: "network",
    425: "network",
    429: "network",
}
GONE = {400, 404, 410, 422}
"""Statuses of an answer in JSON that speak of the task itself, not of the key or the way there."""
NO_SUCH_TASK = "-1"
NO_SUCH_PATH = "no handler found"

UNUSABLE_CODES = {"204": "key", "401": "key", "402": "balance", "403": "key"}
UNUSABLE_STATUSES = {401: "key", 402: "balance", 403: "key"}

SHOWN_ID = 200
SUCCESS, REDIRECT, CLIENT_ERROR, SERVER_ERROR = 200, 300, 400, 500
PHRASES = {status.value: status.phrase.lower() for status in HTTPStatus}


def read_create(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime
) -> CreateAnswer:
    """Read the answer to a create: an id that came is never lost, a doubt is never a no."""
    envelope = open_envelope(body)
    task_id = envelope.task_id
    rejected = _is_failed(envelope) and bool(envelope.texts)
    if task_id is not None and not rejected:
        return _submitted(task_id, envelope)
    verdict = "refused" if rejected and task_id is not None else _verdict(status, envelope)
    unusable = _unusable_kind(status, envelope) if _denies(status, envelope) else None
    if unusable is not None:
        return Unusable(_naming(task_id, _fault(unusable, status, envelope)))
    match verdict:
        case "refused":
            kept = task_id if task_id is not None and id_fault(task_id) is None else None
            return Refused(_fault("refused", status, envelope), kept)
        case "later":
            return NotSent(_fault("rate", status, envelope), read_retry_after(headers, now=now))
        case "unknown":
            return Unknown(_fault("reply", status, envelope))
        case _:
            assert_never(verdict)


def read_sighting(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime, task_id: str
) -> Sighting:
    """Read the answer to a query together with what tells whose task it is."""
    envelope = open_envelope(body)
    answer = read_task(status, headers, body, now=now, task_id=task_id)
    there = read_moment({name.lower(): told for name, told in headers.items()}.get("date", ""))
    ahead = None if there is None else (there - now).total_seconds()
    return Sighting(answer, envelope.model, envelope.created, ahead)


def read_task(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime, task_id: str
) -> TaskAnswer:
    """Read the answer to a query: only the task's own word ends it, all else is asked again.

    An answer that names ids, none of them `task_id`, tells nothing about that task.
    """
    envelope = open_envelope(body)
    if envelope.layers and status in GONE and not _is_about_others(envelope):
        return Absent(_fault("absent", status, envelope))
    if envelope.layers and SUCCESS <= status < REDIRECT:
        answer = _task(status, envelope)
        tells = isinstance(answer, Rendering | Finished | Failed)
        return (_of_another(task_id, envelope) if tells else None) or answer
    kind = _trouble_kind(status, envelope)
    return Trouble(kind, _fault(kind, status, envelope), read_retry_after(headers, now=now))


def _verdict(status: int, envelope: Envelope) -> Verdict:
    if SUCCESS <= status < REDIRECT:
        return "refused" if envelope.tells_error or _is_failed(envelope) else "unknown"
    return CREATE_VERDICTS.get(status, "refused" if _may_be_believed(status) else "unknown")


def _may_be_believed(status: int) -> bool:
    """Tell whether the status is one with which a no is a no."""
    return SUCCESS <= status < SERVER_ERROR and status not in CREATE_VERDICTS


def _denies(status: int, envelope: Envelope) -> bool:
    """Tell whether the reply says no, so that its words about key or balance say why."""
    if not SUCCESS <= status < REDIRECT:
        return _may_be_believed(status)
    return _verdict(status, envelope) == "refused" or is_denial(envelope.texts)


def _is_failed(envelope: Envelope) -> bool:
    return envelope.word in {"failed", "cancelled", "expired"}


def _submitted(task_id: str, envelope: Envelope) -> CreateAnswer:
    """Take the id, unless no record could hold it: then a person reads it off the message."""
    fault = id_fault(task_id)
    if fault is None:
        return Submitted(task_id)
    told = f"{printable(task_id[:SHOWN_ID])}: {fault}; the reply: {envelope.excerpt}"
    return Unknown(Fault("reply", clean(told)))


def _naming(task_id: str | None, fault: Fault) -> Fault:
    """Keep an id that failed where a person can read it: no record is made of this create."""
    if task_id is None:
        return fault
    return replace(fault, message=clean(f"{fault.message} (task '{shown_id(task_id)}')"))


def _unusable_kind(status: int, envelope: Envelope) -> str | None:
    """Tell whether key or balance were refused: by the words, else by the code."""
    return (
        denied((*envelope.texts, envelope.detail or ""))
        or UNUSABLE_CODES.get(envelope.code or "")
        or UNUSABLE_STATUSES.get(status)
    )


def _task(status: int, envelope: Envelope) -> TaskAnswer:
    """Read what a 2xx tells; a link is believed beside an odd code, a failure is not."""
    url = envelope.video_url
    if url is not None and (envelope.word == "finished" or not envelope.status):
        return Finished(url, envelope.seconds, envelope.amount)
    if envelope.code == NO_SUCH_TASK and envelope.is_hollow:
        return Absent(_fault("absent", status, envelope), sure=False)
    if envelope.code is not None or (envelope.tells_error and not envelope.status):
        return Trouble("code", _fault("code", status, envelope))
    if not envelope.status and envelope.task_id is None:
        return Trouble("network", _fault("network", status, envelope))
    return _state(status, envelope)


def _of_another(task_id: str, envelope: Envelope) -> Trouble | None:
    """Refuse an answer that names ids, but not the one asked for in any of its spellings."""
    if not envelope.ids or any(is_same(task_id, told) for told in envelope.ids):
        return None
    told = shown_id(envelope.task_id or "")
    message = f"the answer is about task '{told}', not about '{shown_id(task_id)}'"
    return Trouble("code", Fault("code", message))


def _state(status: int, envelope: Envelope) -> TaskAnswer:
    match envelope.word:
        case "rendering" | "finished":  # done for a moment without its link: not done yet
            return Rendering(envelope.status)
        case "failed" | "cancelled" | "expired" as word:
            return Failed(_fault(word, status, envelope), envelope.amount)
        case None:
            return Rendering(envelope.status, known=False)
        case _:
            assert_never(envelope.word)


def _is_about_others(envelope: Envelope) -> bool:
    """Tell a base URL that leads nowhere, and a refused purse or key, from a task that is gone."""
    nowhere = any(NO_SUCH_PATH in text.lower() for text in envelope.texts)
    return nowhere or denied((*envelope.texts, envelope.detail or "")) is not None


def _trouble_kind(status: int, envelope: Envelope) -> TroubleKind:
    """Tell how long to bear it: a proxy in between may send a page with any status."""
    client_error = CLIENT_ERROR <= status < SERVER_ERROR
    other: TroubleKind = "code" if client_error and envelope.layers else "network"
    return TASK_TROUBLES.get(status, other)


def _fault(kind: str, status: int, envelope: Envelope) -> Fault:
    code = envelope.detail or (None if SUCCESS <= status < REDIRECT else str(status))
    text = next(iter(envelope.texts), None)
    return Fault(kind, text or clean(_silence(status, envelope)), code)


def _silence(status: int, envelope: Envelope) -> str:
    """Tell of a reply that gives no reason, so that a person can find an id in it."""
    told = f"HTTP {status} {PHRASES.get(status, '')}".rstrip()
    if envelope.flaw is None and envelope.status:
        return f"{told}, status '{envelope.status}', without a reason"
    if envelope.flaw is None:
        return f"{told} without id, status or reason: {envelope.excerpt}"
    return f"{told} with {envelope.flaw}: {envelope.excerpt}".removesuffix(": ")

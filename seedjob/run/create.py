"""A job to a paid task: intent, create and answer, each durable before the next step."""

import json
from collections.abc import Mapping
from typing import Final, assert_never

from seedjob.errors import RecordError
from seedjob.manifest import Cost, Error, Manifest, Task, timestamp
from seedjob.run.gate import Gate, unless
from seedjob.run.order import Order, Outcome, Tools
from seedjob.run.pacing import backoff
from seedjob.service.answer import (
    CreateAnswer,
    Fault,
    NotSent,
    Refused,
    Submitted,
    Unknown,
    Unusable,
)

ATTEMPTS: Final = 5
"""How often a create is tried that is proven not to have been sent."""


async def create(order: Order, tools: Tools, gate: Gate) -> Manifest | Outcome:
    """Ask for the task once; give its manifest, or how the job ended without one."""
    fault = Fault("network", "never tried")
    for attempt in range(ATTEMPTS):
        if gate.reason:
            return Outcome(order.job, "unsent", f"not created: {gate.reason}")
        answer = await _attempt(order, tools, gate)
        if not isinstance(answer, NotSent):
            return answer
        fault = answer.fault
        if attempt < ATTEMPTS - 1:
            wait = backoff(attempt, tools.jitter(), answer.retry_after)
            tools.tell(order.job, f"not sent, {fault.message}; trying again in {wait:.3g} s")
            await unless(gate.shut_event, tools.clock.sleep(wait))
    if fault.kind == "network":
        gate.shut(fault.message)
        return Outcome(order.job, "unusable", fault.message)
    return Outcome(order.job, "unfinished", f"not created: {fault.message}")


async def _attempt(order: Order, tools: Tools, gate: Gate) -> Manifest | Outcome | NotSent:
    task = Task(submitted_at=timestamp(tools.clock.now()))
    intent = order.manifest.model_copy(update={"state": "submitting", "task": task})
    try:
        if not _intend(order, intent):
            return Outcome(order.job, "unsent", "not created: its manifest came from elsewhere")
    except RecordError as error:
        gate.shut(str(error))
        return Outcome(order.job, "unrecorded", str(error))
    gate.under_way += 1
    answer = await tools.gateway.create(order.body)
    gate.under_way -= 1
    try:
        return _record(answer, order, intent=intent, gate=gate)
    except RecordError as error:
        gate.shut(str(error))
        told = _paid(answer)
        if told:
            tools.tell(order.job, receipt(order, intent, told))
        return Outcome(order.job, "unrecorded", str(error))


def _paid(answer: CreateAnswer) -> Mapping[str, str]:
    """Tell what a person needs to find a task that may be paid: its id, or what was said."""
    match answer:
        case Submitted(str(task_id)) | Refused(_, str(task_id)):
            return {"task_id": task_id}
        case Unknown(fault):
            return {"said": fault.message}
        case _:
            return {}


def receipt(order: Order, intent: Manifest, paid: Mapping[str, str]) -> str:
    """Write down a task whose manifest could not be kept, as one line."""
    assert intent.task is not None
    told = {
        "job": order.job,
        "service": intent.service,
        **paid,
        "submitted_at": intent.task.submitted_at,
        "fingerprint": intent.fingerprint,
    }
    return f"SEEDJOB-RECEIPT {json.dumps(told)}"


def _intend(order: Order, intent: Manifest) -> bool:
    if not order.record.intend(intent, order.before):
        return False
    try:
        order.record.set_aside(intent)
    except RecordError:
        order.record.take_back(order.before)
        raise
    return True


def _record(
    answer: CreateAnswer, order: Order, *, intent: Manifest, gate: Gate
) -> Manifest | Outcome | NotSent:
    match answer:
        case Submitted(task_id):
            return _submitted(order, intent=intent, task_id=task_id)
        case NotSent():
            order.record.take_back(order.before)
            return answer
        case Unusable(fault):
            said = f"{fault.kind} refused: {_told(fault)}"
            gate.shut(said)
            order.record.take_back(order.before)
            return Outcome(order.job, "unusable", said)
        case Refused(fault, task_id):
            order.record.answer(_faulty(_identified(intent, task_id), "failed", fault))
            return Outcome(order.job, "failed", f"refused: {_told(fault)}")
        case Unknown(fault):
            gate.count_unknown()
            order.record.answer(_faulty(intent, "unknown", fault))
            return Outcome(order.job, "unknown", fault.message)
        case _:
            assert_never(answer)


def _submitted(order: Order, *, intent: Manifest, task_id: str) -> Manifest:
    update = {"state": "submitted", "cost": Cost(charged=intent.service == "live")}
    manifest = _identified(intent, task_id).model_copy(update=update)
    order.record.answer(manifest)
    return manifest


def _identified(intent: Manifest, task_id: str | None) -> Manifest:
    assert intent.task is not None
    return intent.model_copy(update={"task": intent.task.model_copy(update={"id": task_id})})


def _told(fault: Fault) -> str:
    return f"{fault.message} ({fault.code})" if fault.code else fault.message


def _faulty(intent: Manifest, state: str, fault: Fault) -> Manifest:
    error = Error(kind=fault.kind, code=fault.code, message=fault.message)
    return intent.model_copy(update={"state": state, "error": error})

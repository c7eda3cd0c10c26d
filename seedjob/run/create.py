"""A job to a paid task: intent, create and answer, each durable before the next step."""

from typing import Final, assert_never

from seedjob.errors import RecordError
from seedjob.manifest import Error, Manifest, Task, timestamp
from seedjob.run.gate import Gate, unless
from seedjob.run.order import Order, Outcome, Tools
from seedjob.run.pacing import backoff
from seedjob.run.receipt import receipt, write_receipt
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
    until = tools.clock.monotonic() + tools.options.deadline
    for attempt in range(ATTEMPTS):
        if shut := await gate.turn(tools.purse, order.job, order.manifest.cost.estimate):
            return Outcome(order.job, "unsent", f"not created: {shut}")
        answer = await _attempt(order, tools, gate)
        if not isinstance(answer, NotSent):
            return answer
        fault = answer.fault
        if attempt < ATTEMPTS - 1 and not gate.reason:
            wait = backoff(attempt, tools.jitter(), answer.retry_after)
            if tools.clock.monotonic() + wait > until:
                break
            tools.tell(order.job, f"not created: {_told(fault)}; trying again in {wait:.3g} s")
            await unless(gate.shut_event, tools.clock.sleep(wait))
    if fault.kind == "network":
        gate.shut(fault.message)
        return Outcome(order.job, "unusable", fault.message)
    return Outcome(order.job, "unfinished", f"not created: {_told(fault)}; run again to try again")


async def _attempt(order: Order, tools: Tools, gate: Gate) -> Manifest | Outcome | NotSent:
    task = Task(submitted_at=timestamp(tools.clock.now()))
    intent = order.manifest.model_copy(update={"state": "submitting", "task": task})
    try:
        if not _intend(order, intent):
            tools.purse.give_back(order.job)
            return Outcome(order.job, "unsent", "not created: its manifest came from elsewhere")
    except RecordError as error:
        tools.purse.give_back(order.job)
        gate.shut(str(error))
        return Outcome(order.job, "unrecorded", str(error))
    with gate.sending():
        answer = await tools.gateway.create(order.body)
    tools.purse.learn(order.job, answer)
    try:
        return _record(answer, order, tools, intent=intent, gate=gate)
    except RecordError as error:
        gate.shut(str(error))
        return Outcome(order.job, "unrecorded", str(error))


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
    answer: CreateAnswer, order: Order, tools: Tools, *, intent: Manifest, gate: Gate
) -> Manifest | Outcome | NotSent:
    match answer:
        case Submitted(task_id):
            cost = intent.cost.model_copy(update={"charged": intent.service == "live"})
            update = {"state": "submitted", "cost": cost}
            return _kept(_identified(intent, task_id).model_copy(update=update), order, tools)
        case NotSent():
            order.record.take_back(order.before)
            return answer
        case Unusable(fault):
            said = f"{fault.kind} refused: {_told(fault)}"
            gate.shut(said)
            order.record.take_back(order.before)
            return Outcome(order.job, "unusable", said)
        case Refused(fault, task_id):
            _kept(_faulty(_identified(intent, task_id), "failed", fault), order, tools)
            return Outcome(order.job, "failed", f"refused: {_told(fault)}")
        case Unknown(fault):
            gate.count_unknown()
            _kept(_faulty(intent, "unknown", fault), order, tools)
            return Outcome(order.job, "unknown", _doubt(order, fault))
        case _:
            assert_never(answer)


def _kept(answered: Manifest, order: Order, tools: Tools) -> Manifest:
    """Record an answer; where that fails say it aloud, for it may be all that is left of money."""
    try:
        order.record.answer(answered)
    except RecordError as error:
        tools.tell(order.job, write_receipt(receipt(order.job, answered)))
        raise RecordError(
            f"it may be paid, and {error}; keep the SEEDJOB-RECEIPT line: "
            "`seedjob settle --from-receipt LOG` reads it back"
        ) from error
    return answered


def _identified(intent: Manifest, task_id: str | None) -> Manifest:
    assert intent.task is not None
    return intent.model_copy(update={"task": intent.task.model_copy(update={"id": task_id})})


def _doubt(order: Order, fault: Fault) -> str:
    local = " --local" if order.manifest.service == "local" else ""
    return (
        f"its answer was lost, so it may be paid: {_told(fault)}; `seedjob status` tells what to "
        f"look for, `seedjob settle{local} {order.job}` takes your word"
    )


def _told(fault: Fault) -> str:
    return f"{fault.message} ({fault.code})" if fault.code else fault.message


def _faulty(intent: Manifest, state: str, fault: Fault) -> Manifest:
    error = Error(kind=fault.kind, code=fault.code, message=fault.message)
    return intent.model_copy(update={"state": state, "error": error})

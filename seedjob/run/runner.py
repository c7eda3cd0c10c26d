"""Orders to outcomes: each job created, followed and fetched, so many at once."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Final

from seedjob.errors import RecordError
from seedjob.manifest import Manifest
from seedjob.plan.action import EXCHANGED, Kind
from seedjob.run.create import create
from seedjob.run.follow import follow
from seedjob.run.gate import Gate, unless
from seedjob.run.order import Ending, Order, Outcome, Tools

RANK: Final[dict[Kind, int]] = {"resume": 0, "fetch": 0, "create": 1, "hold": 2, "skip": 2}
"""What is paid for is finished before anything new is asked for."""


async def run(orders: Sequence[Order], tools: Tools, gate: Gate) -> list[Outcome]:
    """Carry out all orders; give an outcome each, in the order of `orders`.

    Once the gate is shut nothing more is created; once it is stopped, creates under way are
    recorded and everything else is left resumable. A fault of the program in one job stops the
    run in the same way before it is raised: it costs no other job the answer to its create.
    """
    runner = _Runner(tools, gate)
    ranked = sorted(orders, key=lambda order: RANK[order.action.kind])
    tasks = [asyncio.ensure_future(runner.carry_out(order)) for order in ranked]
    for task in tasks:
        task.add_done_callback(lambda done: gate.stop() if _is_faulty(done) else None)
    await asyncio.gather(*tasks, return_exceptions=True)
    outcomes = [task.result() for task in tasks]
    by_record = {
        order.record.path: outcome for order, outcome in zip(ranked, outcomes, strict=True)
    }
    return [by_record[order.record.path] for order in orders]


class _Runner:
    def __init__(self, tools: Tools, gate: Gate) -> None:
        self.tools = tools
        self.gate = gate
        self.slots = asyncio.Semaphore(tools.options.in_flight)
        self.creates = asyncio.Semaphore(tools.options.creates_in_flight)

    async def carry_out(self, order: Order) -> Outcome:
        match order.action.kind:
            case "skip":
                outcome = Outcome(order.job, "skipped", order.action.why)
                if EXCHANGED in outcome.message:
                    self.tools.tell(order.job, outcome.message)
            case "hold":
                outcome = _held(order)
            case _:
                async with self.slots:
                    outcome = await self._guarded(self._work(order), order)
        self.tools.watch.ended(order, outcome)
        return outcome

    async def _guarded(self, work: Coroutine[None, None, Outcome], order: Order) -> Outcome:
        try:
            return await work
        except RecordError as error:
            self.gate.shut(str(error))
            return Outcome(order.job, "unrecorded", str(error))

    async def _work(self, order: Order) -> Outcome:
        manifest = await self._task(order)
        if isinstance(manifest, Outcome):
            return manifest
        try:
            outcome = await unless(self.gate.stop_event, follow(order, manifest, self.tools))
        except RecordError as error:
            raise RecordError(
                f"{error}; its task is on record: run again when that is mended"
            ) from error
        if outcome and outcome.ending == "done" and order.stale and order.action.kind == "resume":
            told = f"{outcome.message}, as it was asked for before; run again for what has changed"
            return Outcome(order.job, "unfinished", told)
        return outcome or Outcome(order.job, "unfinished", "interrupted; run again to resume")

    async def _task(self, order: Order) -> Manifest | Outcome:
        watch = self.tools.watch
        if order.action.kind != "create":
            watch.step(order, "submitted")
            return order.manifest
        async with self.creates:
            watch.step(order, "creating")
            created = await create(order, self.tools, self.gate)
        if isinstance(created, Manifest) and created.task is not None:
            watch.step(order, "submitted", f"submitted as {created.task.id}")
        return created


def _is_faulty(done: asyncio.Task[Outcome]) -> bool:
    return not done.cancelled() and done.exception() is not None


def _held(order: Order) -> Outcome:
    """Say why a job waits for a person: its end is that of the run that left it so."""
    ending = _HELD.get(order.manifest.state, "unknown")
    reason = order.action.why
    if ending == "unknown":
        local = " --local" if order.manifest.service == "local" else ""
        reason = f"{reason}, `seedjob settle{local} {order.job}` takes your word"
    return Outcome(order.job, ending, reason)


_HELD: Final[dict[str, Ending]] = {"failed": "failed"}

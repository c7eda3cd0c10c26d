"""A paid task to its end: asked until it is done, failed, gone, or the deadline has come."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, assert_never

from seedjob.errors import DeadLinkError, DownloadError, MediaError
from seedjob.manifest import Error, Manifest, State, moment, timestamp
from seedjob.plan.decide import KEPT
from seedjob.run.fetch import fetch, refused
from seedjob.run.order import Ending, Order, Outcome, Tools
from seedjob.run.pacing import poll_pause
from seedjob.service.answer import Absent, Failed, Fault, Finished, Rendering, TaskAnswer, Trouble

BORNE: Final[Mapping[str, int]] = {"code": 5, "key": 3}
"""How many troubles of a kind in a row end the asking; the others are borne to the deadline."""

DEAD_LINKS: Final = 3
REFUSALS: Final = 3
"""How often what came is no video before it is kept as it is, and not fetched again in a run."""

GRACE: Final = timedelta(minutes=10)
"""How long after its create a task may still be unknown to the service that accepted it."""


async def follow(order: Order, manifest: Manifest, tools: Tools) -> Outcome:
    """Ask for the task of `manifest` until it ends or the job's deadline has come.

    Raises RecordError where the end could not be recorded.
    """
    return await _Pursuit(order, manifest, tools).run()


@dataclass(slots=True)
class _Pursuit:
    order: Order
    manifest: Manifest
    tools: Tools
    troubles: Counter[str] = field(default_factory=Counter)
    dead_links: int = 0
    refusals: int = 0
    status: str = ""

    async def run(self) -> Outcome:
        clock, options = self.tools.clock, self.tools.options
        until = clock.monotonic() + options.deadline
        pause = options.poll_every if self.order.action.kind == "create" else 0.0
        while True:
            await clock.sleep(max(0.0, min(pause, until - clock.monotonic())))
            step = await self._react(await self.tools.gateway.ask(self._task_id()))
            if isinstance(step, Outcome):
                return step
            if clock.monotonic() >= until:
                return self._unfinished("the deadline has come")
            pause = step

    async def _react(self, answer: TaskAnswer) -> float | Outcome:
        """Take an answer: give the job's end, or the seconds until the next question."""
        match answer:
            case Rendering():
                return self._rendering(answer)
            case Finished():
                self.tools.purse.correct(self.order.job, answer.amount)
                return await self._finished(answer)
            case Failed(fault):
                self.tools.purse.correct(self.order.job, answer.amount)
                return self._ended("failed", fault, answer.amount)
            case Trouble():
                return self._trouble(answer)
            case Absent():
                return self._absent(answer)
            case _:
                assert_never(answer)

    def _rendering(self, answer: Rendering) -> float:
        new = answer.status != self.status
        if new or self.troubles:  # where trouble went, who looks on should hear that it did
            self.tools.watch.step(self.order, answer.status, answer.status if new else "")
        if new and not answer.known:
            self.tools.tell(self.order.job, f"'{answer.status}' is an unknown status")
        self.status = answer.status
        self.troubles.clear()
        return self.tools.options.poll_every

    async def _finished(self, answer: Finished) -> float | Outcome:
        self.tools.watch.step(self.order, "downloading")
        try:
            last = self.refusals + 1 >= REFUSALS
            return await fetch(self.order, self.manifest, answer, self.tools, last=last)
        except DeadLinkError as error:
            self.dead_links += 1
            if self.dead_links >= DEAD_LINKS:
                return self._dead(str(error))
            return self._again("link", str(error))
        except DownloadError as error:
            return self._again("download", str(error), error.retry_after)
        except MediaError as error:
            self.refusals += 1
            if self.refusals >= REFUSALS:
                aside = refused(self.order.video).name
                return self._unfinished(f"{error}, {REFUSALS} times; it is kept as {aside}")
            return self._again("download", str(error))

    def _dead(self, message: str) -> Outcome:
        if self._age() > KEPT:
            return self._ended("lost", Fault("link", message), None)
        return self._unfinished(message)

    def _trouble(self, trouble: Trouble) -> float | Outcome:
        pause = self._again(trouble.kind, trouble.fault.message, trouble.retry_after)
        if self.troubles[trouble.kind] < BORNE.get(trouble.kind, math.inf):
            return pause
        ending: Ending = "unusable" if trouble.kind == "key" else "unfinished"
        return Outcome(self.order.job, ending, f"{trouble.fault.message}; run again to resume")

    def _absent(self, absent: Absent) -> float | Outcome:
        local = self.manifest.service == "local"
        if local or self._age() > (GRACE if absent.sure else KEPT):
            return self._ended("lost", absent.fault, None)
        return self._again("absent", absent.fault.message)

    def _again(self, kind: str, message: str, retry_after: float | None = None) -> float:
        """Count trouble of one kind in a row, and tell how long to wait after it."""
        tools = self.tools
        self.troubles = Counter({kind: self.troubles[kind] + 1})
        pause = poll_pause(
            tools.options.poll_every,
            self.troubles[kind],
            jitter=tools.jitter(),
            retry_after=retry_after,
        )
        tools.tell(self.order.job, f"{message}; asking again in {pause:.3g} s")
        return pause

    def _ended(self, state: State, fault: Fault, amount: str | None) -> Outcome:
        """Record an end without a video; what was paid and done stays so in its record."""
        if self.manifest.state != "completed" or self.manifest.service == "local":
            self.order.record.write(self._without_video(state, fault, amount))
        ending: Ending = "lost" if state == "lost" else "failed"
        return Outcome(self.order.job, ending, fault.message)

    def _without_video(self, state: State, fault: Fault, amount: str | None) -> Manifest:
        assert self.manifest.task is not None
        paid: bool | str = self.manifest.cost.charged if state == "lost" else "unknown"
        cost = {
            "amount": amount or self.manifest.cost.amount,
            "charged": paid if self.manifest.service == "live" else False,
        }
        # What was lost before and still is has not ended anew: its record changes no byte.
        since = self.manifest.task.finished_at if self.manifest.state == state else None
        finished = since or timestamp(self.tools.clock.now())
        update = {
            "state": state,
            "error": Error(kind=fault.kind, code=fault.code, message=fault.message),
            "cost": self.manifest.cost.model_copy(update=cost),
            "task": self.manifest.task.model_copy(update={"finished_at": finished}),
        }
        return self.manifest.model_copy(update=update)

    def _unfinished(self, why: str) -> Outcome:
        return Outcome(self.order.job, "unfinished", f"{why}; run again to resume")

    def _age(self) -> timedelta:
        assert self.manifest.task is not None
        return self.tools.clock.now() - moment(self.manifest.task.submitted_at)

    def _task_id(self) -> str:
        assert self.manifest.task is not None
        assert self.manifest.task.id is not None
        return self.manifest.task.id

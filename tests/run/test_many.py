"""Many jobs in one run: how many at once, what stops further creates, what is still finished."""

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest_text import load
from seedjob.record import Record
from seedjob.run.gate import Gate
from seedjob.run.order import Options, Tools
from seedjob.run.runner import run
from seedjob.service.answer import (
    CreateAnswer,
    Fault,
    Finished,
    NotSent,
    Rendering,
    Submitted,
    TaskAnswer,
    Unknown,
    Unusable,
)
from tests.clock import JumpingClock
from tests.run.stage import COMPLETED, Script, order, play, state

DONE = Finished("https://media.example/v.mp4")
LOST = Unknown(Fault("network", "the answer was lost"))


def jobs(folder: Path, count: int) -> list[Any]:
    return [order(folder, job=f"job-{index}") for index in range(count)]


def test_two_unknowns_stop_all_further_creates(tmp_path: Path) -> None:
    script = Script(JumpingClock(), creates=(LOST,))

    played = play(jobs(tmp_path, 6), script, Options(creates_in_flight=1))

    assert ["unknown"] * 2 + ["unsent"] * 4 == played.endings
    assert script.count("create") == 2


def test_max_unknown_lets_more_of_them_be(tmp_path: Path) -> None:
    script = Script(JumpingClock(), creates=(LOST,))

    played = play(jobs(tmp_path, 6), script, Options(creates_in_flight=1, max_unknown=9))

    assert ["unknown"] * 6 == played.endings


def test_no_more_become_unknown_than_were_allowed_however_many_are_in_flight(
    tmp_path: Path,
) -> None:
    ok = (Submitted("a"), Submitted("b"), Submitted("c"))
    script = Counting(JumpingClock(), creates=(*ok, LOST), asks=(DONE,))

    played = play(jobs(tmp_path, 9), script, Options(creates_in_flight=2, max_unknown=2))

    assert (3, 2, 4) == tuple(map(played.endings.count, ("done", "unknown", "unsent")))
    assert script.count("create") == 5


def test_a_refused_key_stops_creates_and_what_is_paid_is_still_finished(tmp_path: Path) -> None:
    refused = Unusable(Fault("key", "no such key"))
    creates: tuple[CreateAnswer, ...] = (Submitted("a"), Submitted("b"), refused)
    script = Script(JumpingClock(), creates=creates, asks=(Rendering("queued"), DONE))
    orders = jobs(tmp_path, 5)

    played = play(orders, script, Options(creates_in_flight=1))

    assert ["done", "done", "unusable", "unsent", "unsent"] == played.endings
    assert ["completed"] * 2 + ["none"] * 3 == [state(one) for one in orders]


def test_a_shut_gate_ends_the_wait_of_those_who_were_to_try_again(tmp_path: Path) -> None:
    busy = NotSent(Fault("busy", "too many requests"), retry_after=500.0)
    script = Script(JumpingClock(), creates=(busy, LOST))

    played = play(jobs(tmp_path, 2), script, Options(max_unknown=1))

    assert ["unsent", "unknown"] == played.endings
    assert script.count("create") == 2


def test_paid_work_goes_before_new(tmp_path: Path) -> None:
    script = Script(JumpingClock(), asks=(DONE,))
    orders = [order(tmp_path, job="new"), order(tmp_path, "resume", job="paid")]

    played = play(orders, script, Options(in_flight=1))

    assert ["done", "done"] == played.endings
    assert ["ask", "download", "create", "ask", "download"] == [what for _, what in script.seen]


@dataclass
class Counting(Script):
    """A script whose creates take a second, and that counts those under way."""

    under_way: int = 0
    most: int = 0

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.clock.sleep(1)
        self.under_way -= 1
        return await Script.create(self, body)


def test_few_creates_are_in_flight_at_once(tmp_path: Path) -> None:
    script = Counting(JumpingClock(), asks=(DONE,))

    play(jobs(tmp_path, 12), script, Options(creates_in_flight=2))

    assert script.most == 2


def test_so_many_tasks_render_at_once_and_no_more(tmp_path: Path) -> None:
    script = Counting(JumpingClock(), asks=(DONE,))

    play(jobs(tmp_path, 12), script, Options(creates_in_flight=12, in_flight=5))

    assert script.most == 5


@dataclass
class Vanishing(Script):
    """A script whose create takes the records' folder away before it answers."""

    folder: Path = Path()

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        shutil.rmtree(self.folder)
        return await Script.create(self, body)


def test_an_id_that_cannot_be_recorded_is_told_as_a_receipt_and_nothing_more_is_created(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    script = Vanishing(JumpingClock(), creates=(Submitted("task-7"),), folder=folder)

    played = play(jobs(folder, 3), script, Options(creates_in_flight=1))

    receipts = [said for _, said in played.news if said.startswith("SEEDJOB-RECEIPT ")]
    assert ["unrecorded", "unsent", "unsent"] == played.endings
    assert ["task-7"] == [json.loads(one.split(" ", 1)[1])["task_id"] for one in receipts]


def test_where_no_intent_can_be_written_nothing_is_created(tmp_path: Path) -> None:
    script = Script(JumpingClock())

    played = play(jobs(tmp_path / "nowhere", 2), script, Options(creates_in_flight=1))

    assert ["unrecorded", "unsent"] == played.endings
    assert script.count("create") == 0


@dataclass
class Stopping(Script):
    """A script during whose second create a person stops the run."""

    gate: Gate | None = None

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        if self.count("create") == 1 and self.gate:
            self.gate.stop()
        return await Script.create(self, body)


def test_a_stop_records_creates_under_way_and_leaves_the_rest(tmp_path: Path) -> None:
    orders = jobs(tmp_path, 4)
    clock = JumpingClock()
    script = Stopping(clock, asks=(Rendering("queued"),))

    async def stopped() -> list[str]:
        script.gate = Gate(2)
        tools = Tools(script, clock, Options(creates_in_flight=1), lambda: 1.0, lambda *_: None)
        return [outcome.ending for outcome in await run(orders, tools, script.gate)]

    assert ["unfinished", "unfinished", "unsent", "unsent"] == asyncio.run(stopped())
    assert ["submitted", "submitted", "none", "none"] == [state(one) for one in orders]


@dataclass
class Faulty(Script):
    """A script in which asking trips over a fault of the program's own."""

    async def ask(self, task_id: str) -> TaskAnswer:
        raise ZeroDivisionError(task_id)


def test_a_fault_of_ours_in_one_job_costs_no_other_its_id(tmp_path: Path) -> None:
    script = Faulty(JumpingClock(), create_takes=10)
    orders = [order(tmp_path, "resume", job="paid"), *jobs(tmp_path, 3)]

    with pytest.raises(ZeroDivisionError):
        play(orders, script)

    assert ["submitted", "submitted", "submitted", "none"] == [state(one) for one in orders]


def test_a_run_of_nothing_is_done() -> None:
    assert play([], Script(JumpingClock())).outcomes == []


@dataclass
class Arriving(Script):
    """A script during whose first create somebody else's manifest arrives for the second job."""

    path: Path = Path()

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        if self.count("create") == 0:
            Record(self.path).write(COMPLETED)
        return await Script.create(self, body)


def test_a_manifest_that_arrives_during_the_run_is_not_bought_over(tmp_path: Path) -> None:
    orders = jobs(tmp_path, 2)
    script = Arriving(JumpingClock(), asks=(DONE,), path=orders[1].record.path)

    played = play(orders, script, Options(creates_in_flight=1))

    assert ["done", "unsent"] == played.endings
    assert script.count("create") == 1
    assert load(orders[1].record.path) == COMPLETED


def test_a_run_that_is_cancelled_leaves_without_a_complaint(tmp_path: Path) -> None:
    complaints: list[object] = []

    async def cancelled() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))
        script = Script(JumpingClock(), asks=(Rendering("queued"),))
        tools = Tools(script, script.clock, Options(), lambda: 1.0, lambda *_: None)
        running = asyncio.ensure_future(run(jobs(tmp_path, 2), tools, Gate(2)))
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await asyncio.sleep(0)

    asyncio.run(cancelled())

    assert complaints == []

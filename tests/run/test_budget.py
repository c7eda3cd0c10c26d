"""Budgets: whatever a service answers, and however many creates are under way, never over.

The service of these tests keeps its own account, apart from the purse of the run, and judges each
create at the moment at which it arrives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from seedjob.manifest import Cost, Manifest
from seedjob.record import Record
from seedjob.run.order import Options, Order
from seedjob.run.purse import RUN, TOTAL, Budget, Purse
from seedjob.service.answer import (
    CreateAnswer,
    Failed,
    Fault,
    NotSent,
    Refused,
    Rendering,
    Submitted,
    TaskAnswer,
    Unknown,
    Unusable,
)
from tests.clock import JumpingClock
from tests.run.stage import Played, Script, order, play, state

LIMIT: Final = Decimal("10.00")
JOBS: Final = 40
SEEDS: Final = 200

NO: Final = Fault("refused", "no")
NOT_SENT: Final = NotSent(Fault("rate", "busy"), retry_after=2.0)
REFUSED: Final = Refused(NO)
UNUSABLE: Final = Unusable(Fault("balance", "empty"))
LOST: Final = Unknown(Fault("network", "the answer was lost"))

OK: Final = Submitted("task")

ANSWERS: Final[Sequence[CreateAnswer]] = (OK, LOST, NOT_SENT, REFUSED, UNUSABLE)
ODDS: Final = (600, 100, 200, 97, 3)
"""How often each of the answers comes, out of a thousand."""


@dataclass
class Till(Script):
    """A service of random answers and moods that keeps account of what each task cost or may have.

    `raises` is by how much, in hundredths, polls tell more than the price at most.
    """

    random: Random = field(default_factory=Random)
    raises: int = 0
    taken: dict[str, Decimal] = field(default_factory=dict)
    over: list[str] = field(default_factory=list)
    arrived: int = 0

    async def create(self, body: Mapping[str, Any]) -> CreateAnswer:
        job, price = str(body["job"]), Decimal(body["price"])
        self.arrived += 1
        self.taken[job] = price
        self._look(f"{job} arrives")
        await self.clock.sleep(self.random.choice((0, 1, 7, 30)))
        answer = self._draw(job)
        if isinstance(answer, NotSent | Unusable):
            del self.taken[job]
        return answer

    async def ask(self, task_id: str) -> TaskAnswer:
        if self.random.random() < 0.5:
            return Rendering("processing")
        more = Decimal(self.random.randint(0, self.raises)) / 100
        self.taken[task_id] += more
        told = str(self.taken[task_id]) if self.raises or self.random.random() < 0.5 else None
        return Failed(NO, told)

    def _draw(self, job: str) -> CreateAnswer:
        (drawn,) = self.random.choices(ANSWERS, ODDS)
        return Submitted(job) if drawn is OK else drawn

    def _look(self, when: str) -> None:
        if self.spent > LIMIT:
            self.over.append(f"{when}: {self.spent}")

    @property
    def spent(self) -> Decimal:
        return sum(self.taken.values(), Decimal(0))


class Memory(Record):
    """A record that lies nowhere: the disk would take minutes over so many."""

    manifest: Manifest | None = None

    def write(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def intend(self, intent: Manifest, before: Manifest | None) -> bool:
        taken = self.manifest != before
        self.manifest = self.manifest if taken else intent
        return not taken

    def set_aside(self, intent: Manifest) -> None:
        assert self.manifest == intent

    def answer(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def take_back(self, before: Manifest | None) -> None:
        self.manifest = before


def priced(folder: Path, prices: Sequence[str]) -> list[Order]:
    """Give orders of these prices."""
    orders = [order(folder, job=f"job-{at}") for at in range(len(prices))]
    return [
        replace(
            one,
            manifest=one.manifest.model_copy(update={"cost": Cost(estimate=price, currency="USD")}),
            body={"job": one.job, "price": price},
        )
        for one, price in zip(orders, prices, strict=True)
    ]


def random_prices(random: Random) -> list[str]:
    return [f"{random.randint(1, 200) / 100:.2f}" for _ in range(JOBS)]


def purse() -> Purse:
    return Purse("USD", (Budget(RUN, LIMIT),))


@dataclass(frozen=True)
class Game:
    """A whole random run: its prices, the service that it met, what came of it."""

    prices: list[str]
    till: Till
    played: Played
    purse: Purse

    @property
    def left_out(self) -> list[Decimal]:
        """List the prices of jobs that did not fit."""
        pairs = zip(self.prices, self.played.outcomes, strict=True)
        return [Decimal(price) for price, end in pairs if "needed" in end.message]


def game(folder: Path, seed: int, purse: Purse, *, raises: int = 0) -> Game:
    random = Random(seed)  # noqa: S311 - a game, and the same one each time
    prices = random_prices(random)
    till = Till(JumpingClock(), random=random, raises=raises)
    options = Options(
        in_flight=JOBS,
        creates_in_flight=random.choice((1, 2, 8, JOBS)),
        max_unknown=JOBS,
        poll_every=random.choice((1, 30)),
    )
    orders = [replace(one, record=Memory(one.record.path)) for one in priced(folder, prices)]
    return Game(prices, till, play(orders, till, options, purse), purse)


def test_forty_jobs_in_flight_at_random_prices_never_spend_more_than_the_budget(
    tmp_path: Path,
) -> None:
    games = [game(tmp_path / str(seed), seed, purse()) for seed in range(SEEDS)]

    assert [] == [told for one in games for told in one.till.over]
    open_ones = [one for one in games if one.played.gate.reason is None]
    assert len(open_ones) >= SEEDS * 0.8
    for one in open_ones:  # used up: nothing that was left out would fit in the end
        assert one.left_out
        assert min(one.left_out) > LIMIT - one.till.spent


def test_what_polls_tell_is_seen_by_the_creates_that_come_after(tmp_path: Path) -> None:
    games = [game(tmp_path / str(seed), seed, purse(), raises=80) for seed in range(40)]

    assert [] == [told for one in games for told in one.till.over]
    assert sum(one.till.spent > LIMIT for one in games) > 0  # told of when it was too late


@dataclass
class Late(Purse):
    """A purse that counts what was spent and reserves nothing, as people write it first."""

    def reserve(self, job: str, estimate: str | None) -> str | None:
        told = Purse.reserve(self, job, estimate)
        self.give_back(job)
        self.prices[job] = estimate or ""
        return told

    def learn(self, job: str, answer: CreateAnswer) -> None:
        Purse.reserve(self, job, self.prices[job])
        Purse.learn(self, job, answer)

    prices: dict[str, str] = field(default_factory=dict)


def test_a_purse_that_reserves_nothing_is_found_out(tmp_path: Path) -> None:
    games = [
        game(tmp_path / str(seed), seed, Late("USD", (Budget(RUN, LIMIT),))) for seed in range(20)
    ]

    assert sum(bool(one.till.over) for one in games) >= 10


@dataclass(frozen=True)
class Case:
    """Three jobs of 4.00, 4.00 and 3.00 in a budget of 10.00, created one after the other."""

    says: str
    creates: tuple[CreateAnswer, ...]
    endings: tuple[str, str, str]
    spent: str


CASES: Final = (
    Case("what was accepted is spent", (OK,), ("failed", "failed", "unsent"),
         "budget: 8.00 of 10.00 USD spent"),
    Case("what is unknown stays reserved", (LOST, OK), ("unknown", "failed", "unsent"),
         "budget: 4.00 of 10.00 USD spent, 4.00 perhaps"),
    Case("what was refused stays reserved", (REFUSED, OK), ("failed", "failed", "unsent"),
         "budget: 4.00 of 10.00 USD spent, 4.00 perhaps"),
    Case("what was never sent is given back", (*[NOT_SENT] * 5, OK),
         ("unfinished", "failed", "failed"), "budget: 7.00 of 10.00 USD spent"),
    Case("a refused key gives back", (OK, UNUSABLE), ("failed", "unusable", "unsent"),
         "budget: 4.00 of 10.00 USD spent"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_an_answer_decides_what_becomes_of_what_was_reserved(case: Case, tmp_path: Path) -> None:
    held = purse()
    script = Script(JumpingClock(), creates=case.creates, asks=(Failed(NO),))

    played = play(
        priced(tmp_path, ["4.00", "4.00", "3.00"]), script, Options(creates_in_flight=1), held
    )

    assert case.endings == tuple(played.endings)
    assert [case.spent] == held.sentences()


def test_a_job_that_does_not_fit_says_why_and_leaves_no_record(tmp_path: Path) -> None:
    orders = priced(tmp_path, ["9.80", "0.60", "0.20"])
    script, held = Script(JumpingClock(), asks=(Failed(NO),)), purse()

    played = play(orders, script, Options(creates_in_flight=1), held)

    assert ["failed", "unsent", "failed"] == played.endings
    assert (
        "not created: budget: 9.80 of 10.00 USD spent or reserved, 0.60 needed"
        == played.outcomes[1].message
    )
    assert (1, "none") == (held.refused, state(orders[1]))


def test_a_job_waits_for_what_may_be_given_back(tmp_path: Path) -> None:
    script = Script(JumpingClock(), creates=(NOT_SENT, OK), asks=(Failed(NO),), create_takes=9)

    played = play(priced(tmp_path, ["6.00", "6.00"]), script, Options(), purse())

    assert ["unsent", "failed"] == played.endings
    assert 2 == script.count("create")


@pytest.mark.parametrize(
    ("told", "endings"),
    [("8.00", ["failed", "unsent"]), ("4.00", ["failed", "failed"]), (None, ["failed", "failed"])],
)
def test_a_task_of_an_earlier_run_that_tells_more_takes_it_from_the_total(
    told: str | None, endings: list[str], tmp_path: Path
) -> None:
    """4.00 were counted for it, and 3.00 are needed; 10.00 is all there is."""
    (new,) = priced(tmp_path, ["3.00"])
    paid = order(tmp_path, "resume", job="paid")
    total = Budget(TOTAL, LIMIT, Decimal("4.00"), {"paid": Decimal("4.00")})
    script = Script(JumpingClock(), asks=(Failed(NO, told), Failed(NO)))

    played = play([paid, new], script, Options(in_flight=1), Purse("USD", (total,)))

    assert endings == played.endings


def test_both_budgets_bind(tmp_path: Path) -> None:
    budgets = (Budget(RUN, LIMIT), Budget(TOTAL, Decimal("20.00"), Decimal("15.00")))
    script = Script(JumpingClock(), asks=(Failed(NO),))

    played = play(
        priced(tmp_path, ["11.00", "6.00", "5.00"]), script, Options(), Purse("USD", budgets)
    )

    assert ["budget:", "budget.total:", "no"] == [
        one.message.removeprefix("not created: ").split()[0] for one in played.outcomes
    ]

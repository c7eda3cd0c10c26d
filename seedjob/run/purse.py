"""The price of a create to a place in the budgets: reserved before its intent, spent or given back.

What is reserved, perhaps spent and spent never exceeds a budget together, however many creates are
under way: a price is reserved in the same step in which it was found to fit.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, assert_never, get_args

from seedjob.money import less, read_kept, total, write_amount
from seedjob.service.answer import (
    CreateAnswer,
    NotSent,
    Refused,
    Submitted,
    Unknown,
    Unusable,
)

RUN: Final = "budget"
TOTAL: Final = "budget.total"
"""Names of budgets: what this run may spend, and what the whole project may have cost."""

State = Literal["reserved", "perhaps", "spent"]
STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(slots=True)
class Budget:
    """What may be spent under a name, and what was before this run.

    `recorded` is what of that each job's own record counts: its task, asked once more, may tell
    that it was another amount.
    """

    name: str
    limit: Decimal
    before: Decimal = Decimal(0)
    recorded: dict[str, Decimal] = field(default_factory=dict)


@dataclass(slots=True)
class Purse:
    """The budgets of a run in one currency, and what each of its creates takes of all of them.

    Without budgets it says yes to everything. `refused` counts the creates that did not fit.
    """

    currency: str = ""
    budgets: tuple[Budget, ...] = ()
    refused: int = 0
    _held: dict[str, tuple[State, Decimal]] = field(default_factory=dict)
    _sums: dict[State, Decimal] = field(default_factory=lambda: dict.fromkeys(STATES, Decimal(0)))

    @property
    def bounds_the_run(self) -> bool:
        """Tell whether somebody said what this very run may spend."""
        return any(budget.name == RUN for budget in self.budgets)

    def may_fit_later(self, estimate: str | None) -> bool:
        """Tell whether a price that does not fit would, were all that is reserved given back."""
        price = read_kept(estimate)
        if price is None or self._obstacle(price) is None:
            return False
        return self._obstacle(less(price, self._sums["reserved"])) is None

    def reserve(self, job: str, estimate: str | None) -> str | None:
        """Reserve the price of a create; say why it does not fit, or nothing."""
        price = read_kept(estimate)
        obstacle = self._obstacle(price)
        if obstacle is not None:
            self.refused += 1
        elif self.budgets and price is not None:
            self._hold(job, "reserved", price)
        return obstacle

    def give_back(self, job: str) -> None:
        """Give back what was reserved for a create that was surely never sent."""
        self._release(job)

    def learn(self, job: str, answer: CreateAnswer) -> None:
        """Turn what is reserved into what the answer makes of it.

        Whether a refused create is billed is not documented, so it stays perhaps spent, as one
        does whose answer was lost.
        """
        match answer:
            case Submitted():
                self._turn(job, "spent")
            case Refused() | Unknown():
                self._turn(job, "perhaps")
            case NotSent() | Unusable():
                self._release(job)
            case _:
                assert_never(answer)

    def correct(self, job: str, amount: str | None) -> None:
        """Take the service's word on what a task cost in the place of its estimate."""
        told = read_kept(amount)
        if told is None:
            return
        if job in self._held:
            self._hold(job, "spent", told)
            return
        for budget in self.budgets:
            if job in budget.recorded:
                budget.before = total((budget.before, less(told, budget.recorded[job])))
                budget.recorded[job] = told

    def sentences(self) -> list[str]:
        """Tell of each budget what is spent of it, and what perhaps is."""
        return [self._sentence(budget) for budget in self.budgets]

    def _sentence(self, budget: Budget) -> str:
        spent = total((budget.before, self._sums["spent"]))
        perhaps = total((self._sums["perhaps"], self._sums["reserved"]))
        besides = f", {write_amount(perhaps)} perhaps" if perhaps else ""
        return f"{budget.name}: {write_amount(spent)} of {self._limit(budget)} spent{besides}"

    def _limit(self, budget: Budget) -> str:
        return f"{write_amount(budget.limit)} {self.currency}".rstrip()

    def _obstacle(self, price: Decimal | None) -> str | None:
        for budget in self.budgets:
            if price is None:
                return f"{budget.name}: no price is known"
            used = total((budget.before, *self._sums.values()))
            if total((used, price)) > budget.limit:
                told = f"{write_amount(used)} of {self._limit(budget)} spent or reserved"
                return f"{budget.name}: {told}, {write_amount(price)} needed"
        return None

    def _hold(self, job: str, state: State, amount: Decimal) -> None:
        self._release(job)
        self._held[job] = (state, amount)
        self._sums[state] = total((self._sums[state], amount))

    def _turn(self, job: str, state: State) -> None:
        if job in self._held:
            self._hold(job, state, self._held[job][1])

    def _release(self, job: str) -> None:
        if job in self._held:
            state, amount = self._held.pop(job)
            self._sums[state] = less(self._sums[state], amount)

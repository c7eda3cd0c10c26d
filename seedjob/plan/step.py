"""What a plan says of one job, and of all of them together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from seedjob.money import Money
from seedjob.money import total as add
from seedjob.plan.action import Action, Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One job of a plan: what is asked for, what is to be done, and what a create would cost.

    `request` has its fields at least. `spec` is none where no spec asks for it any more; `price`
    where nobody knows one. `unknown` tells of a job that waits for a person that its create may
    have been paid.
    """

    job: str
    spec: str | None
    action: Action
    request: Mapping[str, Any]
    price: Money | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Besides:
    """What a plan says besides its jobs: how many it lacks, as nobody can read their records.

    `budget` says what is spent of budgets, or why a run would be refused; `fit` how many of the
    creates fit into them, where there are any.
    """

    unreadable: int = 0
    budget: tuple[str, ...] = ()
    fit: int | None = None


ALL_READ: Final = Besides()


@dataclass(frozen=True, slots=True)
class Total:
    """How many jobs there are of each action, and what the creates cost as far as is known."""

    counts: Mapping[Kind, int]
    price: Money | None
    unpriced: int
    unreadable: int = 0


def total(steps: Iterable[Step], besides: Besides = ALL_READ) -> Total:
    """Add up a plan, which is in one currency."""
    steps = tuple(steps)
    creates = [step for step in steps if step.action.kind == "create"]
    prices = [step.price for step in creates if step.price is not None]
    return Total(
        counts=Counter(step.action.kind for step in steps),
        price=Money(add(one.amount for one in prices), prices[0].currency) if prices else None,
        unpriced=len(creates) - len(prices),
        unreadable=besides.unreadable,
    )

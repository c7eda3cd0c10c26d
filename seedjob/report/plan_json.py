"""A plan to JSON for programs: the jobs with action, reasons and price, and the sum."""

from collections.abc import Sequence
from typing import Any

from seedjob.money import Money, write_amount
from seedjob.plan.changes import FIELDS
from seedjob.plan.step import ALL_READ, Besides, Step, total
from seedjob.report import json
from seedjob.report.plan import WORDS


def render(steps: Sequence[Step], besides: Besides = ALL_READ) -> str:
    """Write a plan as one object; prices are decimals as text, null where nobody knows one.

    `fit` counts the creates that fit into the budgets, null where there are none.
    """
    found = total(steps, besides)
    counts: dict[str, Any] = {kind: found.counts[kind] for kind in WORDS}
    summary = {
        **counts,
        **_money(found.price),
        "unpriced": found.unpriced,
        "unreadable": found.unreadable,
        "fit": besides.fit,
    }
    return json.dump({"jobs": [_plain(step) for step in steps], "summary": summary})


def _plain(step: Step) -> dict[str, Any]:
    return {
        "job": step.job,
        "spec": step.spec,
        "action": step.action.kind,
        "reasons": list(step.action.reasons),
        **_money(step.price),
        **{name: step.request.get(name) for name in FIELDS},
        "changes": [
            {"part": one.part, "before": one.before, "after": one.after}
            for one in step.action.changes
        ],
    }


def _money(price: Money | None) -> dict[str, str | None]:
    if price is None:
        return {"price": None, "currency": None}
    return {"price": write_amount(price.amount), "currency": price.currency}

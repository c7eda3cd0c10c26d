"""No behaviour of a host costs more than the deadline and 50 MiB; each gets its right answer."""

import asyncio

import pytest

from tests.hostile.behaviours import BODIES, HEADS, MIB, REPLIES, VIDEOS, Behaviour
from tests.hostile.measure import expected, measure

DEADLINE = 0.5
SLACK = 2.0
"""Seconds by which a machine that is busy with other tests may be late."""

MOST_EXTRA = 50 * MIB
TABLES = {"heads": HEADS, "bodies": BODIES, "replies": REPLIES, "videos": VIDEOS}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_hostile_host_gets_the_right_answer_within_the_deadline_and_50_mib(
    table: dict[str, Behaviour],
) -> None:
    costs = asyncio.run(measure(table, DEADLINE))

    assert {name: expected(behaviour) for name, behaviour in table.items()} == {
        name: cost.answers for name, cost in costs.items()
    }
    assert {} == {
        name: cost.seconds for name, cost in costs.items() if cost.seconds > DEADLINE + SLACK
    }
    assert {} == {name: cost.extra for name, cost in costs.items() if cost.extra > MOST_EXTRA}

"""No behaviour of a host costs more than the deadline and 50 MiB; each gets its right answer."""

import asyncio

import pytest

from tests.hostile.behaviours import BODIES, HEADS, MIB, REPLIES, VIDEOS, Behaviour
from tests.hostile.measure import NARROW, answers, measure

DEADLINE = 1.0
SLACK = 20.0
"""Seconds by which a machine that is busy with other tests may be late."""

MOST_EXTRA = 50 * MIB
TABLES = {"heads": HEADS, "bodies": BODIES, "replies": REPLIES, "videos": VIDEOS}


@pytest.mark.parametrize("transport", NARROW)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_hostile_host_gets_the_right_answer_within_the_deadline_and_50_mib(
    table: dict[str, Behaviour], transport: str
) -> None:
    pytest.importorskip(transport)
    costs = asyncio.run(measure(table, DEADLINE, transport))

    assert {name: answers(name, one, transport) for name, one in table.items()} == {
        name: cost.answers for name, cost in costs.items()
    }
    assert {} == {
        name: cost.seconds for name, cost in costs.items() if cost.seconds > DEADLINE + SLACK
    }
    assert {} == {name: cost.extra for name, cost in costs.items() if cost.extra > MOST_EXTRA}

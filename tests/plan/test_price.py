"""What a job is thought to cost, and what a record says that it may have cost."""

from decimal import Decimal

import pytest

from seedjob.errors import ApprovalError
from seedjob.manifest import Cost, Manifest, Replaced, Task
from seedjob.models.seedance_x1 import MODELS, Model, Resolution
from seedjob.plan.price import before_may_have_cost, estimate, may_have_cost, written
from seedjob.settings.settings import Prices, Settings
from seedjob.spec.job import Job, Medium, Source, Text

OFFICIAL, DISCOUNT = MODELS[0], MODELS[1]
PRICES = Prices.model_validate(
    {
        "currency": "USD",
        OFFICIAL: {"480p": {"per_second": "0.05"}, "1080p": {"per_task": 2}},
        DISCOUNT: {"720p": {"per_second": "0.123456"}},
    }
)


def job(model: Model, resolution: Resolution, duration: int) -> Job:
    medium = Medium(type="image_url", source=Source(url="https://example.com/a.png"))
    content = (Text(type="text", text="A fox"), medium)
    return Job(model=model, resolution=resolution, duration=duration, content=content)


@pytest.mark.parametrize(
    ("model", "resolution", "seconds", "told"),
    [
        (OFFICIAL, "480p", 4, "0.20 USD"),
        (OFFICIAL, "480p", 15, "0.75 USD"),
        (OFFICIAL, "1080p", 4, "2.00 USD"),
        (OFFICIAL, "1080p", 15, "2.00 USD"),
        (DISCOUNT, "720p", 7, "0.864192 USD"),
        (OFFICIAL, "720p", 4, "None"),
        (MODELS[2], "480p", 4, "None"),
    ],
)
def test_a_job_costs_by_its_model_resolution_and_length(
    model: Model, resolution: Resolution, seconds: int, told: str
) -> None:
    assert told == str(estimate(PRICES, job(model, resolution, seconds)))
    assert estimate(None, job(model, resolution, seconds)) is None


def test_a_record_begins_with_the_estimate() -> None:
    told = estimate(PRICES, job(OFFICIAL, "480p", 4))

    assert Cost(estimate="0.20", currency="USD", charged="unknown") == written(
        told, charged="unknown"
    )
    assert Cost(charged=False) == written(None, charged=False)


ASKED = {"model": OFFICIAL, "resolution": "480p", "duration": 4}
RECORD = Manifest(
    job="fox",
    spec="fox.yaml",
    service="live",
    state="failed",
    fingerprint="sha256:0",
    request=ASKED,
    tool="seedjob test",
)

COUNTED = (
    # what the record says of its cost, what it may have cost
    (Cost(estimate="0.30", currency="USD", charged=True), "0.30"),
    (Cost(estimate="0.30", currency="USD", charged="unknown"), "0.30"),
    (Cost(estimate="0.30", amount="0.45", currency="USD", charged=True), "0.45"),
    (Cost(estimate="0.30", amount="0", currency="USD", charged="unknown"), "0"),
    (Cost(amount="1.5", charged=True), "1.5"),
    (Cost(estimate="0.30", amount="0.45", currency="EUR", charged=False), "0"),
    (Cost(charged=True), "0.20"),
    (Cost(estimate="much", charged=True), "0.20"),
)


@pytest.mark.parametrize(("cost", "counted"), COUNTED)
def test_a_record_counts_what_it_may_have_cost(cost: Cost, counted: str) -> None:
    assert Decimal(counted) == may_have_cost(RECORD.model_copy(update={"cost": cost}), PRICES)


def test_a_record_that_does_not_tell_what_it_asked_for_counts_as_the_dearest() -> None:
    """A fifteen-second video at the dearest price by the second, or one by the task."""
    lost = RECORD.model_copy(update={"request": {}, "cost": Cost()})
    cheap = Prices.model_validate({"currency": "USD", OFFICIAL: {"480p": {"per_second": 1}}})

    assert Decimal(2) == may_have_cost(lost, PRICES)
    assert Decimal(15) == may_have_cost(lost, cheap)


def test_each_create_that_was_replaced_counts() -> None:
    costs = (
        Cost(estimate="0.30", currency="USD", charged=True),
        Cost(amount="1.25", charged="unknown"),
        Cost(amount="9.99", charged=False),
        Cost(charged=True),
    )
    task = Task(id="task", submitted_at="2026-01-01T00:00:00Z")
    old = [Replaced(fingerprint="sha256:1", state="lost", task=task, cost=cost) for cost in costs]

    assert Decimal("3.55") == before_may_have_cost(old, PRICES)


@pytest.mark.parametrize(
    ("update", "said"),
    [
        ({"cost": Cost(estimate="1", currency="EUR")}, "its cost is in EUR, the prices are in USD"),
        ({"request": ASKED | {"resolution": "720p"}}, f"write a price for {OFFICIAL} at 720p"),
        ({"request": ASKED | {"model": ["?"]}}, "write a price for"),
        ({"request": ASKED | {"duration": "4"}}, "write a price for"),
    ],
)
def test_what_cannot_be_counted_refuses(update: dict[str, object], said: str) -> None:
    with pytest.raises(ApprovalError, match=said):
        may_have_cost(RECORD.model_copy(update=update), PRICES)


def test_there_is_no_price_unless_somebody_wrote_one() -> None:
    assert Settings().prices is None

"""Prices to what a job is thought to cost, and to what its record says that it may have cost."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from seedjob.errors import ApprovalError
from seedjob.manifest import Charged, Cost, Manifest, Replaced
from seedjob.models.seedance_x1 import SECONDS
from seedjob.money import Money, read_kept, times, total, write_amount
from seedjob.settings.settings import Price, Prices
from seedjob.spec.job import Job


def estimate(prices: Prices | None, job: Job) -> Money | None:
    """Tell what a job is thought to cost; none where no price is known for it."""
    amount = _amount(prices, job.model, job.resolution, seconds=job.duration)
    return Money(amount, prices.currency) if prices and amount is not None else None


def written(told: Money | None, *, charged: Charged) -> Cost:
    """Give the cost with which a record begins, by what it is thought to be."""
    if told is None:
        return Cost(charged=charged)
    amount = write_amount(told.amount)
    return Cost(estimate=amount, currency=told.currency, charged=charged)


def may_have_cost(manifest: Manifest, prices: Prices) -> Decimal:
    """Tell what the record's own create may have cost: the service's word, else the estimate.

    A record from before there were prices is priced as if it were asked for now, and one that
    does not keep what was asked for, or tells of seconds that no video has, as the dearest that
    the prices know. Raises ApprovalError for one of another currency, and where no price fits.
    """
    model, resolution, seconds = (
        manifest.request.get(key) for key in ("model", "resolution", "duration")
    )
    today = _amount(prices, str(model), str(resolution), seconds=seconds)
    odd = isinstance(seconds, int) and not SECONDS[0] <= seconds <= SECONDS[1]
    known = manifest.request and not odd
    counted = _counted(manifest.cost, prices, today if known else _dearest(prices))
    if counted is None:
        raise ApprovalError(
            "its record does not tell what it may have cost; "
            f"write a price for {model} at {resolution}, which it asked for"
        )
    return counted


def before_may_have_cost(replaced: Iterable[Replaced], prices: Prices) -> Decimal:
    """Tell what creates may have cost that records replaced.

    What they asked for is not kept, so one from before there were prices counts as the dearest
    that the prices know. Raises ApprovalError for one of another currency.
    """
    dearest = _dearest(prices)
    counted = (_counted(old.cost, prices, dearest) for old in replaced)
    return total(one for one in counted if one is not None)


def _counted(cost: Cost, prices: Prices, otherwise: Decimal | None) -> Decimal | None:
    if cost.charged is False:
        return _NOTHING
    if cost.currency not in {None, prices.currency}:
        raise ApprovalError(f"its cost is in {cost.currency}, the prices are in {prices.currency}")
    told = (read_kept(cost.amount), read_kept(cost.estimate), otherwise)
    return next((one for one in told if one is not None), None)


def _amount(prices: Prices | None, model: str, resolution: str, *, seconds: Any) -> Decimal | None:
    tables: Mapping[Any, Mapping[Any, Price]] = prices.models if prices else {}
    price = tables.get(model, {}).get(resolution)
    return _of(price, seconds) if price and isinstance(seconds, int) else None


def _of(price: Price, seconds: int) -> Decimal:
    if price.per_second is not None:
        return times(price.per_second, seconds)
    assert price.per_task is not None
    return price.per_task


def _dearest(prices: Prices) -> Decimal:
    return max(_all(prices), default=_NOTHING)


def _all(prices: Prices) -> Iterator[Decimal]:
    for table in prices.models.values():
        yield from (_of(price, SECONDS[1]) for price in table.values())


_NOTHING: Final = Decimal(0)

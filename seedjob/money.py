"""Text to amounts of money and back, exact to the last digit: decimals, never binary fractions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import reduce
from typing import Final

PLACES: Final = 6
"""Decimals that an amount written by people may have."""

FORM: Final = rf"^[0-9]{{1,9}}(?:\.[0-9]{{1,{PLACES}}})?(?![\s\S])"
"""Amounts that people may write, as a pattern that every JSON Schema validator reads alike."""

LARGEST: Final = 999_999_999

_WRITTEN: Final = re.compile(FORM)
_KEPT: Final = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?(?![\s\S])")
_EXACT: Final = Context(prec=100, traps=[Inexact, InvalidOperation])
"""Wide enough for any sum and product of what is read here; it would rather raise than round."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{write_amount(self.amount)} {self.currency}"


def read_amount(value: object) -> Decimal | None:
    """Read an amount as people write it: `"0.05"` or a whole number; none for anything else.

    A binary fraction is none: 0.1 is not a tenth.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value) if 0 <= value <= LARGEST else None
    written = isinstance(value, str) and _WRITTEN.search(value)
    return Decimal(str(value)) if written else None


def read_kept(text: str | None) -> Decimal | None:
    """Read an amount as manifests keep it, the service's own with as many digits as it told."""
    return Decimal(text) if text is not None and _KEPT.match(text) else None


def write_amount(amount: Decimal) -> str:
    """Write an amount: two decimals at least, and no needless zero beyond them."""
    whole, _, rest = format(amount, "f").partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts up."""
    return reduce(_EXACT.add, amounts, Decimal(0))


def less(amount: Decimal, other: Decimal) -> Decimal:
    """Take an amount from another; it may come below nothing."""
    return _EXACT.subtract(amount, other)


def times(amount: Decimal, count: int) -> Decimal:
    """Multiply an amount by a count of seconds or jobs."""
    return _EXACT.multiply(amount, Decimal(count))

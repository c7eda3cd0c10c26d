"""Amounts: what people may write, what is kept of it, and that no digit is ever lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedjob.money import LARGEST, Money, less, read_amount, read_kept, times, total, write_amount

AMOUNTS = st.decimals(0, LARGEST, allow_nan=False, allow_infinity=False, places=6)
KEPT = st.from_regex(r"[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True).filter(str.isascii)

WRITTEN = (
    ("0", "0.00"),
    ("10", "10.00"),
    ("0.05", "0.05"),
    ("0.5", "0.50"),
    ("0.120", "0.12"),
    ("0.000001", "0.000001"),
    ("007.5", "7.50"),
    (3, "3.00"),
    ("999999999.999999", "999999999.999999"),
)


@pytest.mark.parametrize(("written", "kept"), WRITTEN)
def test_an_amount_has_one_form(written: object, kept: str) -> None:
    amount = read_amount(written)

    assert amount is not None
    assert kept == write_amount(amount)
    assert amount == read_kept(kept)


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "1.", ".5", "-1", "+1", "1e3", "nan", "inf", "1_000", "1,50", "0.1234567"),
        *(
            "1\n",
            " 1",
            "\u0661",
            "1000000000",
            0.05,
            5.0,
            -1,
            1000000000,
            True,
            None,
            [],
            Decimal(1),
        ),
    ],
)
def test_what_is_no_amount_is_none(value: object) -> None:
    assert read_amount(value) is None


@given(st.lists(AMOUNTS, max_size=20))
def test_what_is_written_is_read_back_and_added_up_to_the_last_digit(
    amounts: list[Decimal],
) -> None:
    back = [read_kept(write_amount(one)) for one in amounts]

    assert amounts == back
    millionths = sum(int(one.scaleb(6)) for one in amounts)
    assert Decimal(millionths).scaleb(-6) == total(amounts)


@given(KEPT, KEPT)
def test_the_services_own_many_digits_are_added_and_taken_without_a_loss(
    one: str, other: str
) -> None:
    first, second = Decimal(one), Decimal(other)

    assert first == less(total((first, second)), second)


def test_ten_tenths_are_one() -> None:
    assert Decimal(1) == times(Decimal("0.1"), 10)
    assert "0.30 USD" == str(Money(total([Decimal("0.1")] * 3), "USD"))

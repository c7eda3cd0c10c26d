"""What differs is found as difflib finds it, and soon even where all lines are alike."""

import time

from hypothesis import given
from hypothesis import strategies as st

from seedjob.plan.differ import stretches
from tests.pace import bound

FEW = st.lists(st.sampled_from("abc"), max_size=12)


@given(FEW, FEW)
def test_what_is_between_the_stretches_is_equal(before: list[str], after: list[str]) -> None:
    found = list(stretches(before, after))

    lost, won = before.copy(), after.copy()
    for old, new in found:
        assert list(old) != list(new)
        for item in old:
            lost.remove(item)
        for item in new:
            won.remove(item)
    assert sorted(lost) == sorted(won)


def test_one_line_of_many_is_told_alone() -> None:
    many = [str(number) for number in range(100_000)]

    assert [(["7"], ["x"])] == list(stretches(many, [*many[:7], "x", *many[8:]]))


def test_prompts_of_lines_that_are_all_alike_are_told_apart_soon() -> None:
    begun = time.process_time()

    list(stretches(["a"] * 4000 + ["c"], ["a", "b"] * 2000))
    list(stretches(["a"] * 199 + ["c"], ["b", "a"] * 100))

    assert time.process_time() - begun < bound(2)

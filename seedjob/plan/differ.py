"""Two sequences to what differs between them, in little time whatever they hold."""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

Item = TypeVar("Item", bound=Hashable)

MOST: Final = 200 * 200
"""Pairs of items that are compared one by one: the time grows with the cube of equal ones."""


def stretches(
    before: Sequence[Item], after: Sequence[Item]
) -> Iterator[tuple[Sequence[Item], Sequence[Item]]]:
    """Give each stretch that differs, as it was and as it is; of very much all as one."""
    start = same_start(before, after)
    before, after = before[start:], after[start:]
    end = same_start(before[::-1], after[::-1])
    before, after = before[: len(before) - end], after[: len(after) - end]
    if len(before) * len(after) > MOST:
        yield before, after
        return
    for tag, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield before[a:b], after[c:d]


def same_start(before: Sequence[Item], after: Sequence[Item]) -> int:
    """Count the items with which both begin."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(before), len(after)))

"""A fault at every call of a run: `python -m tests.syscalls [--every N] [--seed S]`.

One job is run to its end, again and again, each time with one call to the system that fails, or
at which the process is killed, and once more without. Exit 1 where a promise broke, where a call
was not met again, or where the time was up before all was tried.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import Final

from tests.syscalls.judge import OPEN, PROMISES, broken, kept
from tests.syscalls.points import KILL, Point, points
from tests.syscalls.trial import Evidence, undergo, untouched

BESIDE: Final = (0, 1, 0, 1, -1)
"""How far from its number a call is sought, try by try, until it is met.

The event loop wakes itself by a call of the same kind, now before the one that is meant and now
after it, as the threads come to their turns.
"""


@dataclass(slots=True)
class Tally:
    """What was tried so far, and what came of it."""

    tried: list[Evidence] = field(default_factory=list)
    untried: int = 0

    @property
    def missed(self) -> list[str]:
        """Name the points whose call was not made again."""
        return [one.point.name for one in self.tried if not one.met]

    @property
    def broken(self) -> dict[str, list[Evidence]]:
        """Give the promises that were broken, each with the points that did it."""
        found: dict[str, list[Evidence]] = {}
        for one in filter(lambda one: one.met, self.tried):
            for name in broken(one):
                found.setdefault(name, []).append(one)
        return found


def sample(found: Sequence[Point], every: int, seed: int) -> list[Point]:
    """Take every so manieth point, another set for each seed."""
    return list(found[seed % every :: every])


def attempt(chosen: Sequence[Point], *, workers: int, seconds: float) -> Tally:
    """Try the points, so many at once, until the time is up."""
    tally, until = Tally(), time.monotonic() + seconds

    def within(point: Point) -> Evidence | None:
        return _met(point) if time.monotonic() < until else None

    with ThreadPoolExecutor(workers) as pool:
        for evidence in pool.map(within, chosen):
            if evidence is None:
                tally.untried += 1
            else:
                tally.tried.append(evidence)
    return tally


def _met(point: Point) -> Evidence:
    """Try a point again where the run took another way to it: a busy machine wakes threads late."""
    numbers = [max(1, point.ordinal + by) for by in BESIDE]
    tries = (undergo(replace(point, ordinal=number)) for number in numbers)
    first = next(tries)
    return replace(
        first if first.met else next((one for one in tries if one.met), first), point=point
    )


def told(tally: Tally, out_of_reach: int) -> str:
    """Write down what was tried, and what came of it."""
    return "\n".join((*_table(tally), *_claims(tally, out_of_reach), *_faults(tally), ""))


def _table(tally: Tally) -> Iterator[str]:
    tried = Counter((one.point.syscall, one.point.fault) for one in tally.tried)
    for syscall in sorted({syscall for syscall, _ in tried}):
        row = {fault: count for (name, fault), count in tried.items() if name == syscall}
        each = ", ".join(f"{fault} {count}" for fault, count in sorted(row.items()))
        yield f"{syscall:10} {sum(row.values()):4}  {each}"


def _claims(tally: Tally, out_of_reach: int) -> Iterator[str]:
    found, tried = tally.broken, tally.tried
    left = [one for one in tried if one.second.record and one.second.record.state in OPEN]
    unpaid = sum(not one.paid for one in left)
    litter = sum(bool(one.second.litter) for one in tried)
    missed = len(tally.missed)
    yield f"points tried {len(tried)}, not met again {missed}, not in time {tally.untried}"
    yield f"calls of a thread that strace cannot tell apart: {out_of_reach} points left out"
    yield ", ".join(f"{name} {len(found.get(name, ()))}" for name in PROMISES)
    yield f"exits with the fault: {_codes(one.first.said.code for one in tried)}"
    yield f"exits without it, after that: {_codes(one.second.said.code for one in tried)}"
    killed = [one for one in tried if one.point.fault == KILL]
    held = sum(not kept(one, task_id) for one in killed for task_id in one.arrived)
    yield f"ids that had arrived when the run was killed before it kept them: {held}"
    yield f"left for a person to settle: {len(left)}, nothing was paid for {unpaid} of them"
    yield f"drafts or room still beside the video: {litter}"


def _codes(codes: Iterable[int]) -> str:
    return ", ".join(f"{code} {count}x" for code, count in sorted(Counter(codes).items()))


def _faults(tally: Tally) -> Iterator[str]:
    for name, evidences in tally.broken.items():
        for one in evidences:
            yield f"{name}: {one.point.about}, exit {one.first.said.code}"
            yield f"  again: python -m tests.syscalls --only '{one.point.name}'"
    yield from (f"not met again: {name}" for name in tally.missed)


def _shown(one: Evidence) -> str:
    states = [left.record.state if left.record else None for left in (one.first, one.second)]
    said = [
        f"exit {left.said.code}\n{left.said.out}{left.said.err}" for left in (one.first, one.second)
    ]
    return f"{one.point}\nstates {states}, paid {one.paid}\n" + "\n".join(said)


def main() -> None:
    """Try every point, or a sample, or one; exit 1 where a promise does not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--every", type=int, default=1, help="take each Nth point")
    asked.add_argument("--seed", type=int, default=0, help="which of the sets of --every")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--seconds", type=float, default=1200.0, help="begin nothing after so long")
    asked.add_argument("--only", metavar="NAME", help="the points of this name, and what they left")
    flags = asked.parse_args()
    found, out_of_reach = points(*untouched())
    chosen = sample(found, flags.every, flags.seed)
    if flags.only:
        chosen = [point for point in found if fnmatch(point.name, flags.only)]
    started = time.perf_counter()
    tally = attempt(chosen, workers=flags.workers, seconds=flags.seconds)
    if flags.only:
        sys.stdout.writelines(map(_shown, tally.tried))
    sys.stdout.write(told(tally, out_of_reach))
    sys.stdout.write(f"{time.perf_counter() - started:.0f} s, seed {flags.seed}\n")
    sys.exit(bool(tally.broken or tally.missed or tally.untried))


if __name__ == "__main__":
    main()

"""Many inputs to the worst of them: `python -m tests.fuzz.validate --inputs 20000 [--seed N]`.

Of ten inputs nine are specs of ours that were shaken, one is a document of any shape. Which does
what must not be is kept in a file, and told with the command that judges it again. At the end the
bombs of tests/spec/bombs.py are judged, each at its best of three.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.inputs import DOCUMENTS, mutations
from tests.fuzz.judge import Cost, judge
from tests.spec.bombs import BOMBS


@dataclass(slots=True)
class Tally:
    """What was judged so far, and the worst of it with the input that cost it."""

    judged: int = 0
    refused: int = 0
    slowest: tuple[float, bytes] = (0.0, b"")
    largest: tuple[float, bytes] = (0.0, b"")
    failed: list[str] = field(default_factory=list)

    def add(self, source: bytes, cost: Cost) -> None:
        """Count an input."""
        self.judged += 1
        self.refused += cost.refused
        self.slowest = max(self.slowest, (cost.seconds, source))
        self.largest = max(self.largest, (cost.mebibytes, source))


def fuzz(inputs: int, seed: int) -> Tally:
    """Judge so many inputs; stop after ten that failed."""
    tally = Tally()
    for source in (*islice(documents(seed), inputs // 10),):
        _judge(source, tally)
    for source in islice(mutations(seed), inputs - tally.judged - len(tally.failed)):
        if len(tally.failed) == 10:
            break
        _judge(source, tally)
    return tally


def documents(seed: int) -> Iterator[bytes]:
    """List the documents that hypothesis makes of a seed."""
    number = 0
    while True:
        yield from _some_documents(seed * 1_000_003 + number)
        number += 1


def _some_documents(seed: int) -> list[bytes]:
    found: list[bytes] = []

    @hypothesis.seed(seed)
    @settings(
        max_examples=200, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(DOCUMENTS)
    def collect(text: str) -> None:
        found.append(text.encode("utf-8", "surrogatepass"))

    collect()
    return found


def _judge(source: bytes, tally: Tally) -> None:
    try:
        tally.add(source, judge(source))
    except Exception as error:  # noqa: BLE001 - whatever it is, the input that did it is kept
        path = _keep(source)
        again = f"python -m tests.fuzz.validate --replay {path}"
        tally.failed.append(f"{type(error).__name__}: {error}\n  again: {again}")


def _keep(source: bytes) -> Path:
    name = hashlib.sha256(source).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"seedjob-fuzz-{name}.yaml"
    path.write_bytes(source)
    return path


def main() -> None:
    """Fuzz, or judge one kept input again; exit 1 where anything was that must not be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--replay", type=Path)
    flags = asked.parse_args()
    if flags.replay:
        sys.stdout.write(f"{judge(flags.replay.read_bytes())}\n")
        return
    started = time.perf_counter()
    tally = fuzz(flags.inputs, flags.seed)
    sys.stdout.write(told(tally, time.perf_counter() - started, flags.seed))
    sys.stdout.write(bombs())
    sys.exit(bool(tally.failed))


def bombs() -> str:
    """Judge every bomb, and say what the worst one cost."""
    costs = {name: _best(write().encode()) for name, (_, write) in BOMBS.items()}
    worst = max(costs, key=lambda name: costs[name].seconds)
    refused = sum(cost.refused for cost in costs.values())
    milliseconds = costs[worst].seconds * 1000
    return f"{refused} of {len(costs)} bombs refused, slowest {milliseconds:.0f} ms: {worst}\n"


def _best(source: bytes) -> Cost:
    return min((judge(source) for _ in range(3)), key=lambda cost: cost.seconds)


def told(tally: Tally, seconds: float, seed: int) -> str:
    """Say what was done, and what the worst inputs cost."""
    (slowest, slow), (largest, large) = tally.slowest, tally.largest
    return (
        f"{tally.judged:,} inputs of seed {seed} judged in {seconds:.0f} s, "
        f"{tally.refused:,} of them refused\n"
        f"slowest {slowest * 1000:.0f} ms of processor time, {len(slow):,} bytes: {_keep(slow)}\n"
        f"largest {largest:.1f} MiB beyond before, {len(large):,} bytes: {_keep(large)}\n"
        f"{len(tally.failed)} failed\n" + "".join(f"- {one}\n" for one in tally.failed)
    )


if __name__ == "__main__":
    main()

"""Runs that are killed at random moments to a table of what came of it: nothing wrong.

`python -m tests.proofs.kill --kills 300 --jobs 40 --seed N` takes minutes. Batches of jobs run
against a service that also makes trouble of its own; each run is killed with -9, at its start,
among its creates, or anywhere in its life, and then goes on in the next one, until a run ends by
itself with every job done or unknown, or enough were killed. Then it runs to the end. The service's
log and the records are judged after each kill, by their published schema alone, and at the end what
was written is scanned for the key. Exits with 1 where anything is wrong. `--client naive` does the
same to a client as people write them, and must fail.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from seedjob.report import table
from tests.proofs.chances import Chances
from tests.proofs.clients import CLIENTS, Client
from tests.proofs.judge import Found, jobs, judge, judge_end, unknown
from tests.proofs.place import Place, answering, prepare, start
from tests.proofs.scan import scan

TROUBLE: Final = Chances(
    lost=0.01,
    create_5xx=0.01,
    create_429=0.05,
    poll_429=0.02,
    poll_broken=0.05,
    cut=0.1,
    create_takes=0.06,
    renders=0.4,
)
LIFE: Final = 3.0
START: Final = 0.7
"""Seconds: about what a run of 40 jobs takes, and what it takes until its first create."""

LAST_RUNS: Final = 60
"""Runs to the end, after which something is wrong: each may stop at two unknown creates."""

WORKERS: Final = 2


@dataclass
class Tally:
    """What was done to the runs, and what was found."""

    kills: int = 0
    in_window: int = 0
    batches: int = 0
    jobs: int = 0
    creates: int = 0
    unknown: int = 0
    found: Found = field(default_factory=Found)

    def add(self, other: "Tally") -> None:
        """Take in what another worker did and found."""
        for name in ("kills", "in_window", "batches", "jobs", "creates", "unknown"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.found |= other.found


@dataclass
class Batch:
    """One project that is run and killed until it is done."""

    place: Place
    client: Client
    base: str
    chance: Random
    tally: Tally
    asking: int = 0

    def kill(self, wait: Callable[["Batch", subprocess.Popen[bytes]], None]) -> bool:
        """Run, and kill at the moment that `wait` waits for; tell whether it ended before."""
        process = start(self.place, self.client.command, self.base)
        wait(self, process)
        ended = process.poll() is not None
        process.kill()
        process.wait()
        self.tally.kills += not ended
        self.tally.in_window += self._was_asking() and not ended
        self.tally.found |= judge(self.place, self.client)
        return ended

    def finish(self) -> None:
        """Run to the end, and judge for the last time."""
        for _ in range(LAST_RUNS):
            start(self.place, self.client.command, self.base).wait()
            if self.is_over():
                break
        self.tally.found |= judge_end(self.place, self.client) | scan(self.place)
        self.tally.creates += self.place.accepted()
        self.tally.unknown += len(unknown(self.place, self.client))

    def is_over(self) -> bool:
        """Tell whether every job is done or unknown."""
        return not judge_end(self.place, self.client).unfinished

    def _was_asking(self) -> bool:
        """Tell whether a create was under way: its record stays as it was then."""
        entries = (self.client.entry(self.place.specs, job) for job in jobs(self.place))
        before, self.asking = self.asking, sum(entry.state == "submitting" for entry in entries)
        return self.asking > before


def at_start(batch: Batch, process: subprocess.Popen[bytes]) -> None:
    """Wait for a moment of the start."""
    _wait(process, batch.chance.uniform(0, START))


def in_life(batch: Batch, process: subprocess.Popen[bytes]) -> None:
    """Wait for a moment of the whole life."""
    _wait(process, batch.chance.uniform(0, LIFE))


def among_creates(batch: Batch, process: subprocess.Popen[bytes]) -> None:
    """Wait for some creates to be accepted, and for a moment of the next one."""
    until = batch.place.accepted() + batch.chance.randint(1, 6)
    while process.poll() is None and batch.place.accepted() < until:
        time.sleep(0.002)
    _wait(process, batch.chance.uniform(0, TROUBLE.create_takes))


MOMENTS: Final = (at_start, in_life, among_creates, among_creates)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def work(kills: int, size: int, client: Client, *, seed: str, folder: Path) -> Tally:
    """Kill so many runs over as many batches as it takes."""
    tally, chance = Tally(), Random(seed)  # noqa: S311 - for moments, not for secrets
    for number in count():
        if tally.kills >= kills:
            return tally
        place = prepare(folder / f"{seed}-{number}".replace(" ", "-"), size)
        tally.batches, tally.jobs = tally.batches + 1, tally.jobs + size
        chances = replace(TROUBLE, seed=chance.getrandbits(32))
        with answering(place, chances) as base:
            batch = Batch(place, client, base, chance, tally)
            while tally.kills < kills:
                if batch.kill(chance.choice(MOMENTS)) and batch.is_over():
                    break
            batch.finish()
    raise AssertionError


def prove(kills: int, size: int, client: Client, *, seed: int, folder: Path) -> Tally:
    """Kill so many runs, with two workers at once."""
    whole = Tally()
    shares = [kills // WORKERS + (number < kills % WORKERS) for number in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        going = [
            pool.submit(work, share, size, client, seed=f"{seed} {number}", folder=folder)
            for number, share in enumerate(shares)
        ]
        for one in going:
            whole.add(one.result())
    return whole


def rows(tally: Tally) -> list[tuple[str, str]]:
    """Set out what was done and what was found."""
    done = {
        "kills": tally.kills,
        "of them while a create was under way": tally.in_window,
        "batches": tally.batches,
        "jobs": tally.jobs,
        "creates accepted": tally.creates,
        "unknown left": tally.unknown,
    }
    found = {name.replace("_", " "): len(each) for name, each in tally.found.named().items()}
    return [(name, f"{number:,}") for name, number in (done | found).items()]


def main() -> None:
    """Kill, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=40, help="jobs of a batch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--client", choices=CLIENTS, default="seedjob")
    parser.add_argument("--keep", type=Path, help="a new folder in which everything stays")
    asked = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        client = CLIENTS[asked.client]
        tally = prove(asked.kills, asked.jobs, client, seed=asked.seed, folder=folder)
    seconds = f"{time.monotonic() - started:.0f}"
    heading = [("MEASURE", asked.client.upper()), *rows(tally), ("seconds", seconds)]
    sys.stdout.write(table.render(heading))
    for name, each in tally.found.named().items():
        sys.stdout.writelines(f"{name}: {one}\n" for one in sorted(each)[:5])
    sys.exit(1 if tally.found else 0)


if __name__ == "__main__":
    main()

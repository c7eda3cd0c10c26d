"""Thousands of jobs against a service full of trouble to what was paid, kept and told.

`python -m tests.proofs.many --jobs 2000` takes a minute or two: one run, of whose creates 5 % are
accepted without an answer and 5 % answered with a 5xx, of whose polls 20 % meet a 429 and 10 % are
broken. Exits with 1 unless nothing was paid twice, `status` lists exactly the jobs whose outcome
the service kept to itself, everything else is completed, the key went to the API alone, and no byte
that was written holds it. It tells what the run took of the processor, too.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from seedjob.report import table
from tests.proofs.chances import Chances
from tests.proofs.clients import OURS, SEEDJOB
from tests.proofs.judge import Found, judge_end
from tests.proofs.place import Place, answering, prepare, start
from tests.proofs.scan import scan

TROUBLE: Final = Chances(
    lost=0.05, create_5xx=0.05, poll_429=0.2, poll_broken=0.1, cut=0.05, renders=0.5
)
LIMITS: Final = ("--max-unknown", "100000", "--in-flight", "200", "--creates-in-flight", "16")
WIDE: Final = (*OURS, *LIMITS, "--format", "json")


@dataclass(frozen=True, slots=True)
class Played:
    """What came of the run; times in seconds."""

    code: int
    wall: float
    cpu: float
    counts: dict[str, int]
    unknown: int
    completed: int
    found: Found


def play(folder: Path, jobs: int, chances: Chances) -> Played:
    """Run so many jobs once, ask how they stand, and judge."""
    place = prepare(folder, jobs)
    with answering(place, chances) as base:
        started = time.monotonic()
        process = start(place, WIDE, base)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        start(place, ("-m", "seedjob", "status", "--format", "json"), base).wait()
    states = _states(place)
    return Played(
        code=process.returncode,
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        counts=place.counts(),
        unknown=sum(state == "unknown" for state in states.values()),
        completed=sum(state == "completed" for state in states.values()),
        found=judge_end(place, SEEDJOB) | _untold(place, states) | scan(place) | _shown(place),
    )


def _states(place: Place) -> dict[str, str]:
    """Read what `status` said last."""
    rows = json.loads(max(place.said.glob("*.out")).read_bytes())
    return {row["job"].rpartition("/")[2]: row["state"] for row in rows}


def _untold(place: Place, states: dict[str, str]) -> Found:
    """Name the jobs that the service left unknown and `status` does not, and the other way."""
    kept = {line["job"] for line in place.lines("faults")}
    told = {job for job, state in states.items() if state == "unknown"}
    return Found(unfinished=frozenset(f"{job} is told wrongly" for job in kept ^ told))


def _shown(place: Place) -> Found:
    shown = place.counts().get("keys at the media host", 0)
    return Found(leaks=frozenset({f"the media host got {shown} keys"} if shown else ()))


def rows(played: Played, jobs: int) -> list[tuple[str, str]]:
    """Set out what was asked, what came of it, and what it took."""
    counted = {f"service: {name}": many for name, many in sorted(played.counts.items())}
    done = {"jobs": jobs, "completed": played.completed, "unknown, all told": played.unknown}
    found = {name.replace("_", " "): len(each) for name, each in played.found.named().items()}
    took = {"seconds": f"{played.wall:.1f}", "CPU of the run, seconds": f"{played.cpu:.1f}"}
    took["CPU a job, milliseconds"] = f"{1000 * played.cpu / jobs:.2f}"
    took["exit"] = str(played.code)
    return [(name, f"{many:,}") for name, many in (counted | done | found).items()] + [
        *took.items()
    ]


def is_good(played: Played, jobs: int) -> bool:
    """Tell whether everything is as it should be."""
    whole = played.completed + played.unknown == jobs
    return whole and not played.found and played.code == (10 if played.unknown else 0)


def main() -> None:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a new folder in which everything stays")
    asked = parser.parse_args()
    chances = replace(TROUBLE, seed=asked.seed)
    with tempfile.TemporaryDirectory() as scratch:
        played = play(asked.keep or Path(scratch) / "many", asked.jobs, chances)
    sys.stdout.write(table.render([("MEASURE", ""), *rows(played, asked.jobs)]))
    for name, each in played.found.named().items():
        sys.stdout.writelines(f"{name}: {one}\n" for one in sorted(each)[:5])
    sys.exit(0 if is_good(played, asked.jobs) else 1)


if __name__ == "__main__":
    main()

"""Runs started at once on one project to who came first, and that nothing was asked for twice.

`python -m tests.proofs.together --rounds 10` starts 8 runs at the same moment on one project, and
in each further round again on a new one. One run makes the videos; each other exits with 6 and says
which process holds the project, or finds nothing to do because that one has ended meanwhile. Exits
with 1 where a job was created twice or not at all, or a run ended in another way.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seedjob.report import table
from tests.proofs.chances import Chances
from tests.proofs.clients import SEEDJOB
from tests.proofs.judge import Found, judge_end
from tests.proofs.place import answering, prepare, start
from tests.proofs.scan import scan

SLOW: Final = Chances(create_takes=0.2, renders=0.4)
"""So that the first run holds the project for longer than the others take to start."""

HOLDER: Final = re.compile(r"another run holds this project: process (\d+), since ")
DEAD: Final = "process 999999999, since 2026-01-01T00:00:00Z"
"""What a run that was killed left in the place of the holder's name."""
UNNAMED: Final = "another run holds this project: an unnamed process"


@dataclass(frozen=True, slots=True)
class Round:
    """How the runs of one round ended: how many of each kind, and what is wrong."""

    ends: Counter[str]
    creates: int
    found: Found


def play(folder: Path, processes: int, jobs: int) -> Round:
    """Start so many runs at once on a project of its own, and judge how they end."""
    place = prepare(folder, jobs)
    (place.project / ".seedjob").mkdir()
    (place.project / ".seedjob" / "holder").write_text(f"{DEAD}\n")
    with answering(place, SLOW) as base:
        going = [start(place, SEEDJOB.command, base) for _ in range(processes)]
        codes = {process.pid: process.wait() for process in going}
    said = [path.read_text("utf-8") for path in sorted(place.said.glob("*.err"))]
    ends = Counter(
        _end(process, code, text, codes)
        for (process, code), text in zip(codes.items(), said, strict=True)
    )
    return Round(ends, place.accepted(), judge_end(place, SEEDJOB) | scan(place))


def _end(process: int, code: int, text: str, codes: Iterable[int]) -> str:
    """Name the end of a run by its exit code and what it said."""
    if code == 0:
        return "made the videos" if "submitted as" in text else "nothing to do"
    held = HOLDER.search(text)
    if code == 6 and held and int(held[1]) in set(codes) - {process}:
        return "refused, naming the holder"
    return "refused, naming nobody" if code == 6 and UNNAMED in text else f"exit {code}"


GOOD: Final = ("made the videos", "refused, naming the holder", "refused, naming nobody")
"""Ends that a run may have, together with `nothing to do`; a name comes a moment after the lock."""


def is_good(result: Round, jobs: int) -> bool:
    """Tell whether one run made everything, once, and the others left it alone."""
    strange = result.ends.keys() - {*GOOD, "nothing to do"}
    alone = result.ends["made the videos"] == 1 and result.creates == jobs
    return alone and not strange and not result.found


def main() -> None:
    """Play the rounds, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--jobs", type=int, default=24)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        played = [
            play(Path(scratch) / str(number), asked.processes, asked.jobs)
            for number in range(asked.rounds)
        ]
    ends = sum((one.ends for one in played), Counter[str]())
    good = sum(is_good(one, asked.jobs) for one in played)
    rows = {"rounds": asked.rounds, "jobs": asked.rounds * asked.jobs}
    rows |= {"creates accepted": sum(one.creates for one in played)}
    rows |= {f"runs: {end}": many for end, many in sorted(ends.items())} | {"good rounds": good}
    sys.stdout.write(table.render([("MEASURE", ""), *((n, f"{v:,}") for n, v in rows.items())]))
    sys.exit(0 if good == asked.rounds else 1)


if __name__ == "__main__":
    main()

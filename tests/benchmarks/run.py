"""What `seedjob run` and `seedjob plan` cost a job, in CPU, time and memory: a table.

`python -m tests.benchmarks.run` runs 10,000 jobs against a bare answerer on loopback, in another
process, by each transport that is installed; `--jobs 500` takes less. CPU is that of the run and
of all processes that it waited for, in milliseconds a job. Each job is one create, one question
(more with `--renders SECONDS`), one download, and a look at the video.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from seedjob.report import table
from tests.benchmarks.done import write_done
from tests.benchmarks.specs import write_specs
from tests.benchmarks.validate import Cost, best, measure
from tests.proofs.chances import Chances
from tests.proofs.place import ROOT, Place, answering

HEAD: Final = ("MEASURE", "CPU MS A JOB", "SECONDS", "PEAK MIB", "RATIO")
PACKAGES: Final[Mapping[str, str]] = {"httpx": "httpx", "fast": "aiohttp"}
FLAGS: Final = ("--yes", "--in-flight=32", "--creates-in-flight=8", "--poll-every=0.2")
MISSING: Final = "it is not there: pip install --editable '.[fast]'"

Row = tuple[str, str, str, str, str]


def run(jobs: int, transport: str, renders: float = 0.0) -> Cost:
    """Run so many jobs by a transport, each of them to its video."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        write_specs(place.project, jobs)
        with answering(place, Chances(renders=renders)) as base:
            env = _environment(
                SEEDJOB_API_KEY="key-0123456", SEEDJOB_BASE_URL=base, SEEDJOB_TRANSPORT=transport
            )
            cost = measure(place.project, *_seedjob("run", *FLAGS), env=env)
        videos = sum(1 for _ in place.specs.glob("*.mp4"))
        assert videos == jobs == place.accepted()
        return cost


def plan(jobs: int) -> tuple[Cost, Cost, Cost]:
    """Validate so many jobs, plan them while they are new, and when all are done."""
    with tempfile.TemporaryDirectory() as folder:
        write_specs(Path(folder), jobs)
        once = partial(measure, Path(folder), env=_environment())
        validated = best(3, partial(once, *_seedjob("validate")))
        new = best(3, partial(once, *_seedjob("plan")))
        write_done(Path(folder))
        return validated, new, best(3, partial(once, *_seedjob("plan")))


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--jobs", type=int, default=10_000)
    asked.add_argument("--renders", type=float, default=0.0, metavar="SECONDS")
    given = asked.parse_args(words)
    rows = [HEAD, *_runs(given.jobs, given.renders), *_plans(given.jobs)]
    sys.stdout.write(table.render(rows))


def _runs(jobs: int, renders: float) -> list[Row]:
    rows, own = [], None
    for name, package in PACKAGES.items():
        if find_spec(package) is None:
            rows.append((f"run {jobs:,}, {name}", "-", "-", "-", MISSING))
            continue
        cost = run(jobs, package, renders)
        own = own or cost
        rows.append(_row(f"run {jobs:,}, {name}", jobs, cost, cost.cpu / own.cpu))
    return rows


def _plans(jobs: int) -> list[Row]:
    validated, new, done = plan(jobs)
    return [
        _row(f"validate {jobs:,}", jobs, validated, 1.0),
        _row(f"plan {jobs:,}", jobs, new, new.wall / validated.wall),
        _row(f"plan {jobs:,}, done", jobs, done, done.wall / validated.wall),
    ]


def _row(name: str, jobs: int, cost: Cost, ratio: float) -> Row:
    cpu = f"{1000 * cost.cpu / jobs:.2f}"
    return name, cpu, f"{cost.wall:.1f}", f"{cost.peak:.1f}", f"{ratio:.2f}"


def _environment(**given: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SEEDJOB_")}
    return plain | {"PYTHONPATH": str(ROOT)} | given


def _seedjob(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "seedjob", *words)


if __name__ == "__main__":
    main()

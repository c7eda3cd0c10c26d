"""How `seedjob validate` compares with check-jsonschema and with parsing alone: a table.

`python -m tests.benchmarks.validate` takes about a minute; `--specs 1000` less. Each figure is the
best of several runs, and of worth are the ratios: all is measured in one run, on the same files.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from seedjob.report import table
from tests.benchmarks.specs import write_batches, write_specs

SCHEMA: Final = Path(__file__).parents[2] / "schemas" / "job.schema.json"
RIVAL: Final = "check-jsonschema"
MISSING: Final = f"{RIVAL} is not there: pip install --editable '.[bench]'"

PARSING: Final = """
import sys
from pathlib import Path
from yaml.cyaml import CParser
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    pull = CParser(path.read_text("utf-8")).get_event
    while pull() is not None:
        pass
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds by the clock, of processors, and MiB at its largest."""

    wall: float
    cpu: float
    peak: float


def measure(
    folder: Path,
    *words: str,
    processors: int | None = None,
    env: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command to its end, with what it waited for; on so many processors alone if asked."""
    limit = partial(_pin, processors) if processors else None
    started = time.perf_counter()
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=limit,  # noqa: PLW1509 - no threads here
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[0]} exited {process.returncode}")
    kibibytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall, used.ru_utime + used.ru_stime, kibibytes / 1024)


def best(times: int, run: Callable[[], Cost]) -> Cost:
    """Take the quickest of several runs: the others were kept from their work."""
    return min((run() for _ in range(times)), key=lambda cost: cost.wall)


def main() -> None:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--specs", type=int, default=10_000)
    count = asked.parse_args().specs
    with tempfile.TemporaryDirectory() as place:
        rows = [("MEASURE", "SECONDS", "CPU", "PEAK MIB", "RATIO")]
        rows += _many(Path(place), count)
        rows += _batches(Path(place), count)
        rows += _cold(Path(place))
        rows += _memory(Path(place), (count // 10, count, 3 * count))
    sys.stdout.write(table.render(rows))


Row = tuple[str, str, str, str, str]


def _many(place: Path, count: int) -> list[Row]:
    folder = place / "many"
    write_specs(folder, count)
    parsing = best(3, partial(measure, folder, sys.executable, "-c", PARSING, "specs"))
    workers = best(3, partial(measure, folder, *_seedjob("specs")))
    alone = best(3, partial(measure, folder, *_seedjob("specs"), processors=1))
    rival = _rival(
        folder, [f"specs/{one.name}" for one in sorted((folder / "specs").glob("*.yaml"))]
    )
    rows = [
        _row(f"parse {count:,} specs to events alone", parsing, ""),
        _row(f"validate {count:,}, with workers", workers, _times(workers, parsing)),
        _row(f"validate {count:,}, one process", alone, _times(alone, parsing)),
    ]
    if rival is None:
        return [*rows, _absent(f"check-jsonschema {count:,}")]
    return [
        *rows,
        _row(f"check-jsonschema {count:,}", rival, ""),
        _row("  against it: with workers", workers, _part(workers, rival)),
        _row("  against it: one process", alone, _part(alone, rival)),
    ]


def _batches(place: Path, count: int) -> list[Row]:
    """Measure as many jobs again, of files that make 500 each."""
    folder = place / "batches"
    write_batches(folder, count)
    whole = best(3, partial(measure, folder, *_seedjob("specs")))
    printed = measure(folder, *_words("expand", "--format", "json", "specs"))
    return [
        _row(f"validate {count:,} jobs of batches", whole, ""),
        _row(f"expand {count:,} jobs of batches", printed, _times(printed, whole, "validate")),
    ]


def _cold(place: Path) -> list[Row]:
    folder = place / "one"
    write_specs(folder, 1)
    spec = "specs/job-00000.yaml"
    ours = best(15, partial(measure, folder, *_seedjob(spec)))
    if shutil.which(RIVAL, path=_path()) is None:
        return [_row("validate one, from a cold start", ours, ""), _absent("check-jsonschema one")]
    rival = best(15, lambda: _rival(folder, [spec]) or ours)
    return [
        _row("check-jsonschema one", rival, ""),
        _row("validate one, from a cold start", ours, _part(ours, rival)),
    ]


def _memory(place: Path, counts: Sequence[int]) -> list[Row]:
    rows = []
    for count in counts:
        folder = place / f"flat-{count}"
        write_specs(folder, count)
        cost = measure(folder, *_seedjob("specs", "--max-jobs", str(count)), processors=1)
        rows.append(_row(f"memory, one process, {count:,} specs", cost, ""))
    return rows


def _rival(folder: Path, files: Sequence[str]) -> Cost | None:
    found = shutil.which(RIVAL, path=_path())
    if found is None:
        return None
    return measure(folder, found, "--schemafile", str(SCHEMA), *files)


def _path() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def _seedjob(*words: str) -> tuple[str, ...]:
    return _words("validate", *words)


def _words(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "seedjob", *words)


def _pin(processors: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:processors]))


def _row(name: str, cost: Cost, ratio: str) -> Row:
    return name, f"{cost.wall:.3f}", f"{cost.cpu:.2f}", f"{cost.peak:.1f}", ratio or "-"


def _absent(name: str) -> Row:
    return name, "-", "-", "-", MISSING


def _times(cost: Cost, other: Cost, what: str = "parsing") -> str:
    return f"{cost.wall / other.wall:.2f} times {what}"


def _part(cost: Cost, other: Cost) -> str:
    return f"1/{other.wall / cost.wall:.1f} of its time"


if __name__ == "__main__":
    main()

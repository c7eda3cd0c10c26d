"""The benchmark of runs, small: every job comes to its video, and costs a moment."""

from pathlib import Path

import pytest

from tests.benchmarks.done import write_done
from tests.benchmarks.run import PACKAGES, main, run
from tests.benchmarks.specs import write_specs
from tests.cli.program import seedjob
from tests.pace import bound

MOST_MS = 40.0
"""CPU a job of a hundred on a busy machine, start and all; a process a video cost 100 and more."""


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_a_job_of_a_hundred_costs_a_moment(package: str) -> None:
    pytest.importorskip(package)

    assert 1000 * run(100, package).cpu / 100 < bound(MOST_MS)


def test_the_table_has_a_row_for_each_transport(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--jobs", "3"])
    told = capsys.readouterr().out

    assert "run 3, httpx" in told
    assert "run 3, fast" in told
    assert "plan 3, done" in told


def test_what_is_done_is_planned_as_done(tmp_path: Path) -> None:
    write_specs(tmp_path, 12)
    write_done(tmp_path)

    assert "plan: 12 done\n" == seedjob(tmp_path, "plan").out

"""Workers judge what one process would, and none is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seedjob.cli.workers import CHUNK, MANY
from tests.cli.program import INVALID, VALID, project, seedjob, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forks")

COUNT = MANY + 3 * CHUNK + 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project of many specs: some at fault, some with a name that another has."""
    names = {f"job-{number:04}": VALID for number in range(COUNT)}
    faulty = {f"job-{number:04}": INVALID for number in range(0, COUNT, 100)}
    twice = {f"twin-{number}": VALID + "name: twin\n" for number in range(3)}
    return project(tmp_path_factory.mktemp("many") / "p", **(names | faulty | twice))


@pytest.mark.parametrize("form", ["text", "json", "junit"])
def test_what_workers_say_is_what_one_process_says(form: str, many: Path) -> None:
    alone = [sys.executable, "-m", "seedjob", "validate", "--format", form]
    pinned = "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    start_pinned = f"{pinned}; os.execv(sys.executable, sys.argv[1:])"

    one = subprocess.run(
        [sys.executable, "-c", start_pinned, *alone],
        cwd=many, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    several = seedjob(many, "validate", "--format", form)

    assert (one.returncode, one.stdout, one.stderr) == (several.code, several.out, several.err)
    assert f"{COUNT + 3} specs checked, 9 errors" in several.err
    assert form != "text" or several.out.count("'twin' is taken by specs/twin-0.yaml") == 2


PROGRAM = """
import os, sys
from seedjob.cli import workers
workers._processors = lambda: 3
def work(item):
    if item == {worst}:
        {deed}
    return item * 2
assert {expected} == list(workers.each(work, range(1000)))
"""


def run(worst: int, deed: str, program: str = PROGRAM) -> subprocess.CompletedProcess[str]:
    program = program.format(worst=worst, deed=deed, expected="[2 * n for n in range(1000)]")
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )


def test_results_come_in_the_order_of_their_items() -> None:
    assert (0, "") == (run(7, "pass").returncode, run(7, "pass").stderr)


def test_where_no_process_can_be_had_the_work_is_done_here() -> None:
    refuse = (
        "import errno\ndef refuse(): raise OSError(errno.EAGAIN, 'no more')\nos.fork = refuse\n"
    )
    program = PROGRAM.replace("workers._proc", refuse + "workers._proc")

    done = run(7, "pass", program)

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    "deed", ["raise ValueError('odd')", "os._exit(0)", "os.kill(os.getpid(), 9)"]
)
@pytest.mark.parametrize("worst", [0, 999])
def test_a_worker_that_dies_is_a_traceback_and_never_a_silent_loss(deed: str, worst: int) -> None:
    done = run(worst, deed)

    assert 1 == done.returncode
    assert "WorkerError: a worker ended before its work did" in done.stderr
    assert ("odd" in deed) == ("ValueError: odd" in done.stderr)


TELLS_CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children").exists()


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def works(pid: int) -> bool:
    """Tell whether a process is there and is more than a line in its parent's books."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


SLOW = """
import sys, time
from seedjob.cli import workers
workers._processors = lambda: 2
def work(item):
    time.sleep(0.05)
    return item
list(workers.each(work, range(10_000)))
"""


@pytest.mark.skipif(not TELLS_CHILDREN, reason="the kernel tells of no children")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_who_is_ended_leaves_no_worker_behind(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", SLOW], stderr=subprocess.DEVNULL) as parent:
        until = time.monotonic() + 60
        while len(workers := children(parent.pid)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.1)
        parent.send_signal(number)
        parent.wait(timeout=60)

    until = time.monotonic() + 60  # of the minutes that the work would take
    while any(map(works, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert 2 == len(workers)
    assert [] == [pid for pid in workers if works(pid)]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="workers need two processors")
@pytest.mark.skipif(not TELLS_CHILDREN, reason="the kernel tells of no children")
def test_an_interrupted_validate_says_nothing_and_exits_130(many: Path) -> None:
    with start(many, "validate") as process:
        until = time.monotonic() + 60
        while len(children(process.pid)) < 2 and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert process.returncode in {130, 3}  # a quick machine may be done
    assert "Traceback" not in err

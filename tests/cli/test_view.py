"""What a run shows: a view that touches nothing but itself, and plain lines everywhere else."""

import fcntl
import io
import os
import pty
import random
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from seedjob.cli.progress import Account, Lines
from seedjob.cli.terminal import Terminal
from seedjob.cli.view import FEW, View
from seedjob.cli.watching import is_live
from seedjob.plan.action import Kind
from seedjob.plan.pace import Pace
from seedjob.report.board import Board
from seedjob.run.order import Ending, Order, Outcome
from tests.cli.gateway import elsewhere
from tests.cli.program import VALID, project
from tests.cli.screen import Screen
from tests.clock import JumpingClock
from tests.run.stage import order

RECEIPT = 'SEEDJOB-RECEIPT {"job": "a"}'


@dataclass
class Seat:
    """A person before a terminal, which is a real one of the system's, and a run to look at."""

    master: int
    stream: io.TextIOWrapper
    folder: Path
    jobs: int
    clock: JumpingClock = field(default_factory=JumpingClock)
    screen: Screen = field(default_factory=Screen)
    shut: list[str] = field(default_factory=list)
    raw: str = ""

    def __post_init__(self) -> None:
        self.resize(80, 24)
        todo = {f"job-{n}": ("m",) for n in range(self.jobs)}
        board = Board(self.jobs, todo, 8, Pace(), 0.0)
        account = Account(board, self.clock, lambda: self.shut[0] if self.shut else None)
        self.view = View(account, Terminal(self.stream))
        self.orders = [order(self.folder, job=f"job-{n}") for n in range(self.jobs)]

    def resize(self, columns: int, lines: int) -> None:
        self.screen.columns, self.screen.height = columns, lines
        fcntl.ioctl(self.stream, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def look(self, seconds: float = 1.0) -> list[str]:
        self.clock.seconds += seconds
        self.view.tick()
        return self.read()

    def read(self) -> list[str]:
        with suppress(BlockingIOError):
            while told := os.read(self.master, 65536):
                self.raw += told.decode("utf-8")
                self.screen.feed(told.decode("utf-8"))
        return self.screen.seen

    def end(self, number: int, ending: Ending, said: str = "why") -> None:
        self.view.ended(self.orders[number], Outcome(f"job-{number}", ending, said))


@contextmanager
def seat(folder: Path, jobs: int = 40) -> Iterator[Seat]:
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    with open(slave, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
        yield Seat(master, stream, folder, jobs)
    os.close(master)


def test_a_view_is_drawn_over_itself_and_taken_away(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.view.step(here.orders[0], "creating")
        first = here.look()
        here.view.step(here.orders[0], "processing")
        second = here.look()
        here.view.close()

        assert "creating 1, waiting 39" == first[1]
        assert ["rendering 1, waiting 39", 3] == [second[1], len(second)]
        assert [] == here.read()
        assert not here.screen.strange


def test_what_must_stay_stands_above_the_view(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.look()
        here.end(0, "done", "job-0.mp4")
        here.end(1, "failed", "refused")
        here.end(2, "unsent")
        here.end(3, "skipped")
        here.view.tell("job-4", "HTTP 503; asking again in 3 s")
        here.view.tell("job-5", "HTTP 503; asking again in 4 s")
        here.look()
        here.view.close()

        assert ["job-1: failed: refused", "job-4: HTTP 503; asking again in 3 s"] == here.read()
        assert "trouble, 2 times, last: HTTP 503; asking again in 4 s" in here.raw


def test_trouble_is_shown_until_its_job_goes_on(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        for number in range(3):
            here.view.step(here.orders[number], "processing")
        here.view.tell("job-0", "HTTP 500; asking again in 3 s")
        here.view.tell("job-1", "HTTP 503; asking again in 4 s")
        both = here.look()[-1]
        here.view.step(here.orders[2], "downloading")
        still = here.look()[-1]
        here.view.step(here.orders[1], "processing")
        first = here.look()[-1]
        here.end(0, "done")

        assert "trouble, 2 times, last: HTTP 503; asking again in 4 s" == both == still
        assert "trouble, 2 times, last: HTTP 500; asking again in 3 s" == first
        assert not any(line.startswith("trouble") for line in here.look())


def test_of_few_jobs_each_video_is_named(tmp_path: Path) -> None:
    with seat(tmp_path, FEW) as here:
        here.end(0, "done", "job-0.mp4 854x480, 4.00 s")

        assert "job-0: done: job-0.mp4 854x480, 4.00 s" == here.look()[0]


def test_a_person_who_breaks_off_still_sees_what_failed(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.end(0, "failed")
        here.shut.append("interrupted")
        for number in range(1, 30):
            here.end(number, "unfinished", "interrupted; run again to resume")
        seen = here.look()

        assert ["job-0: failed: why", "["] == [seen[0], seen[1][0]]
        assert "interrupted: what is under way is recorded; once more leaves at once" == seen[-1]


def test_a_receipt_is_no_part_of_the_view_and_never_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with seat(tmp_path) as here:
        monkeypatch.setattr(sys, "stderr", here.stream)
        here.look()
        here.view.tell("job-0", RECEIPT)
        alone = here.read()
        here.look()
        here.resize(80, 40)
        here.look()
        here.view.close()

        assert [[RECEIPT]] * 2 == [alone, here.read()]
        assert f"\n{RECEIPT}\r\n" in here.raw or f"\x1b[J{RECEIPT}\r\n" in here.raw


def test_nothing_that_stays_is_ever_touched(tmp_path: Path) -> None:
    """Whatever happens in whatever order, however the terminal is resized in its height."""
    for seed in range(25):
        dice = random.Random(seed)  # noqa: S311 - nothing secret
        with seat(tmp_path, 200) as here:
            said = []
            for number in dice.sample(range(200), 150):
                here.view.step(here.orders[number], dice.choice(["creating", "processing"]))
                if dice.random() < 0.4:
                    here.end(number, "failed", "x" * dice.randrange(150))
                    said.append(number)
                if dice.random() < 0.1:
                    here.resize(80, dice.randrange(14, 40))
                    here.screen.height = max(here.screen.height, len(here.screen.lines))
                if dice.random() < 0.5:
                    here.look(0.3)
            here.view.close()
            whole = "".join(line.ljust(80) for line in here.read())

            places = [whole.index(f"job-{number}: failed: ") for number in said]
            assert places == sorted(places), seed
            assert len(said) == whole.count("failed")
            assert "waiting" not in whole


def test_a_wider_terminal_that_shrinks_to_eighty_columns_breaks_no_line(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.resize(200, 24)
        here.view.step(order(tmp_path, job="job-" + "x" * 300), "processing")

        assert max(map(len, here.look())) < 80


def test_a_stopped_terminal_holds_nobody_back_and_misses_nothing(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.look()
        termios.tcflow(here.stream, termios.TCOOFF)
        began = time.monotonic()
        for number in range(30):
            here.end(number, "failed", "x" * 1000)
            here.look()
        took = time.monotonic() - began
        termios.tcflow(here.stream, termios.TCOON)
        for _ in range(20):
            here.look()

        assert took < 20  # of the half minute that a second for each would make
        assert 30 == sum(": failed: " in line for line in here.read())


def test_a_terminal_that_went_away_stops_no_run(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    with open(slave, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
        here = Seat(master, stream, tmp_path, 40)
        os.close(master)
        here.end(0, "failed")
        for _ in range(3):
            here.clock.seconds += 1
            here.view.tick()
        here.view.close()


def test_after_a_shell_had_its_say_the_view_begins_below_it(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.look()
        here.screen.feed("^Z\r\n$ fg\r\n")
        here.view.forget()
        here.look()
        here.view.close()

        assert ["^Z", "$ fg"] == here.read()[-2:]


def test_the_view_is_drawn_once_a_second_where_nothing_happens(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        for _ in range(40):
            here.look(0.25)

        assert 10 == here.raw.count("0 of 40")


LIVE: tuple[tuple[dict[str, str], bool, bool], ...] = (
    # environment, whether it is a terminal, whether a view is drawn
    ({"TERM": "xterm"}, True, True),
    ({"TERM": "xterm", "CI": "false"}, True, True),
    ({"TERM": "xterm"}, False, False),
    ({"TERM": "dumb"}, True, False),
    ({}, True, False),
    ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
    ({"TERM": "xterm", "CI": "true"}, True, False),
)


class _Stream(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(("environment", "terminal", "live"), LIVE)
def test_a_view_is_for_a_persons_terminal(
    environment: dict[str, str], terminal: bool, live: bool
) -> None:
    assert live == is_live(_Stream(terminal=terminal), environment)


def lines_of(
    clock: JumpingClock, tmp_path: Path, kinds: Sequence[Kind] = ()
) -> tuple[Lines, list[Order]]:
    orders = [order(tmp_path, kind, job=f"job-{n}") for n, kind in enumerate(kinds)]
    board = Board(len(orders), {one.job: ("m",) for one in orders}, 8, Pace(), 0.0)
    return Lines(Account(board, clock, lambda: None)), orders


def test_a_log_gets_a_line_a_step_and_one_a_minute_about_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = JumpingClock()
    lines, orders = lines_of(clock, tmp_path, ["create", "create", "resume"])
    clock.seconds = 30

    lines.step(orders[0], "creating")
    lines.step(orders[0], "submitted", "submitted as task-1")
    lines.step(orders[0], "processing", "processing")
    lines.ended(orders[1], Outcome("job-1", "skipped", "done"))
    lines.tell("job-0", "HTTP 503; asking again in 30 s")
    for _ in range(480):
        clock.seconds += 0.25
        lines.tick()
    lines.ended(orders[0], Outcome("job-0", "done", "job-0.mp4"))

    assert [
        "job-0: submitted as task-1",
        "job-0: processing",
        "job-0: HTTP 503; asking again in 30 s",
        "1 of 3 jobs after 1 min 00 s; rendering 1, waiting 1; skipped 1",
        "1 of 3 jobs after 2 min 00 s; rendering 1, waiting 1; skipped 1",
        "job-0: done: job-0.mp4",
    ] == capsys.readouterr().err.splitlines()


@dataclass
class Shown:
    """What a run left on a terminal, and how it exited."""

    code: int
    raw: str
    screen: Screen


def run_on_terminal(root: Path, *words: str, env: dict[str, str], after: str = "") -> Shown:
    """Run seedjob with stdout and stderr on a terminal; interrupt it `after` it said so twice."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "seedjob", *words],
        cwd=root, env={"PATH": os.environ["PATH"], "HOME": str(root)} | env,
        stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
    ) as process:  # fmt: skip
        os.close(slave)
        raw = b""
        with suppress(OSError):  # the other side was closed
            while told := os.read(master, 65536):
                raw += told
                if after and raw.count(after.encode()) > 1:
                    process.send_signal(signal.SIGINT)
                    after = ""
        code = process.wait(60)
    os.close(master)
    screen = Screen()
    screen.feed(raw.decode("utf-8"))
    return Shown(code, raw.decode("utf-8"), screen)


def test_a_run_on_a_terminal_ends_with_what_was_made(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, owl=VALID)

    shown = run_on_terminal(root, "run", "--local", env={"TERM": "xterm"})

    seen = shown.screen.seen
    assert (0, []) == (shown.code, shown.screen.strange)
    assert "[--------------------] 0 of 2, " in shown.raw
    assert ["specs/fox: done: fox.local.mp4 854x480, 4.00 s", "2 jobs: 2 done"] == [
        sorted(seen)[1],
        seen[-1],
    ]
    assert 3 == len(seen)


def test_a_run_with_a_budget_shows_while_it_goes_on_what_is_spent(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    prices = (
        '[prices]\ncurrency = "USD"\n[prices.seedance_2_0_x1_official]\n"480p".per_task = "0.20"\n'
    )
    (root / "seedjob.toml").write_text(prices, "utf-8")

    shown = run_on_terminal(root, "run", "--local", "--budget", "1", env={"TERM": "xterm"})

    assert "budget: 0.20 of 1.00 USD spent" == shown.screen.seen[-1]
    assert shown.raw.count("budget: ") > 1


def test_a_run_on_a_terminal_without_colour_writes_plain_lines(tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    shown = run_on_terminal(root, "run", "--local", env={"TERM": "xterm", "NO_COLOR": "1"})

    assert "\x1b" not in shown.raw
    assert "specs/fox: submitted as " in shown.raw


def test_an_interrupted_run_leaves_a_clean_terminal(tmp_path: Path) -> None:
    root = project(tmp_path / "p", **{f"fox{n}": VALID for n in range(4)})
    slow = ("run", "--local", "--service-speed", "0.01")

    shown = run_on_terminal(root, *slow, env={"TERM": "xterm"}, after="queued 4")

    goes_on = "unfinished: `seedjob run --local` goes on"
    assert (130, ["4 jobs: 4 unfinished", goes_on]) == (shown.code, shown.screen.seen)
    assert "\x1b[?" not in shown.raw


def test_an_interrupted_run_says_that_what_was_created_is_paid_and_how_it_goes_on(
    tmp_path: Path,
) -> None:
    with elsewhere() as gateway:
        gateway.tells = {"status": "processing", "video_url": None}
        env = {"TERM": "xterm", "SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k"}
        shown = run_on_terminal(project(tmp_path / "p"), "run", "--yes", env=env, after="queued 1")

    assert [
        "1 job: 1 unfinished",
        "unfinished: what was created is paid, and `seedjob run` goes on with it",
    ] == shown.screen.seen[-2:]


def test_a_line_as_wide_as_the_terminal_is_whole(tmp_path: Path) -> None:
    with seat(tmp_path) as here:
        here.look()
        here.end(0, "failed", "x" * (80 - len("job-0: failed: ")))
        here.look()

        assert not here.raw.count("x\x1b[K")
        assert "x" * 65 == here.read()[0][15:]

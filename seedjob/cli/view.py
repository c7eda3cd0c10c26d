"""A run's progress to a view at the foot of a terminal; what must stay scrolls by above it."""

from typing import Final

from seedjob.cli.progress import Account, tell
from seedjob.cli.terminal import Terminal
from seedjob.report.progress import render
from seedjob.report.visible import visible
from seedjob.run.gate import INTERRUPTED
from seedjob.run.order import Order, Outcome
from seedjob.run.receipt import MARK

STILL: Final = 1.0
"""Seconds after which the view is drawn anew though nothing happened: times go on."""

FEW: Final = 20
"""Jobs of which each one's end stays on the terminal, a video's too; of more only the others."""

SILENT: Final = ("skipped", "unsent")
"""Ends of jobs that this run did nothing to: they are counted."""

MOST_CAUSES: Final = 20
"""Kinds of trouble of which the first each is said for good."""

LASTS: Final = 60.0
"""Seconds for which the last trouble is shown, unless its job went on before."""

_UP: Final = "\x1b[{}A"
_CLEAR_LINE: Final = "\x1b[K"
_CLEAR_BELOW: Final = "\x1b[J"


class View:
    """Draws over its own last lines, each frame in one write, and hides no cursor.

    So whatever ends the process leaves the terminal as it should be.
    """

    def __init__(self, account: Account, terminal: Terminal) -> None:
        self._account = account
        self._terminal = terminal
        self._few = len(account.board.todo) <= FEW
        self._frame: list[str] = []
        self._later: list[str] = []
        self._causes: set[str] = set()
        self._troubles = 0
        self._trouble: dict[str, tuple[str, float]] = {}
        self._drawn = float("-inf")
        self._stale = True

    def tell(self, job: str, news: str) -> None:
        """Say what is new for good, and what repeats itself in the view; a receipt stands alone."""
        if news.startswith(MARK):
            self._terminal.write(self._back())
            self._terminal.drain()  # by another way than ours a receipt must not come amid a frame
            self.forget()
            tell(job, news)
            return
        cause = news.partition("; ")[0]
        self._troubles += 1
        self._trouble.pop(job, None)  # the last trouble stands last
        self._trouble[job] = (news, self._account.clock.monotonic())
        if cause not in self._causes and len(self._causes) < MOST_CAUSES:
            self._causes.add(cause)
            self._say(f"{visible(job)}: {visible(news)}")

    def step(self, order: Order, step: str, said: str = "") -> None:  # noqa: ARG002 - a log's word
        """Count it."""
        self._account.step(order, step)
        self._trouble.pop(order.job, None)
        self._stale = True

    def ended(self, order: Order, outcome: Outcome) -> None:
        """Count it, and say for good what is no video, or few."""
        self._account.ended(order, outcome)
        self._trouble.pop(order.job, None)
        self._stale = True
        if self._stays(outcome):
            self._say(f"{visible(order.job)}: {outcome.ending}: {visible(outcome.message)}")

    def _stays(self, outcome: Outcome) -> bool:
        """Tell whether an end is said for good; of what a person broke off the count is enough."""
        if outcome.ending == "done":
            return self._few
        broken_off = outcome.ending == "unfinished" and self._account.shut() == INTERRUPTED
        return outcome.ending not in SILENT and not broken_off

    def tick(self) -> None:
        """Draw, if something happened or a second went by, and the terminal is ours and ready."""
        now = self._account.clock.monotonic()
        if not (self._stale or now - self._drawn >= STILL):
            return
        if self._terminal.in_front and self._terminal.ready:
            self._drawn, self._stale = now, False
            self._draw(self._lines(now))

    def forget(self) -> None:
        """Leave the last frame where it is: a shell may have written below it."""
        self._frame, self._stale = [], True

    def close(self) -> None:
        """Take the view away, and say what had to wait for the terminal."""
        later, self._later = self._later, []
        self._terminal.write("".join((self._back(), *(f"{one}\n" for one in later))))
        self._frame = []
        self._terminal.close()

    def _lines(self, now: float) -> list[str]:
        last, when = next(reversed(self._trouble.values()), ("", now))
        fresh = last and now - when < LASTS
        trouble = f"trouble, {self._troubles} times, last: {last}" if fresh else ""
        return render(self._account.now(trouble), *self._terminal.size, self._terminal.encoding)

    def _draw(self, lines: list[str]) -> None:
        """Draw over the last frame line by line: one that stays the same does not flicker.

        Where something is said above it the frame goes first: a line as wide as the terminal must
        not be cleared at its end, as that would take its last character.
        """
        later, self._later = self._later, []
        up = _UP.format(len(self._frame)) if self._frame else ""
        said = "".join((_CLEAR_BELOW, *(f"{one}\n" for one in later))) if later else ""
        drawn = "".join(f"{one}{_CLEAR_LINE}\n" for one in lines)
        self._terminal.write(f"{up}\r{said}{drawn}{_CLEAR_BELOW}")
        self._frame = lines

    def _say(self, said: str) -> None:
        """Put a line above the view, as soon as the terminal takes one."""
        self._later.append(said)
        if self._terminal.ready:
            self._draw(self._frame)

    def _back(self) -> str:
        """Clear the last frame, and nothing above it, so that nothing else is touched."""
        return f"{_UP.format(len(self._frame))}\r{_CLEAR_BELOW}" if self._frame else ""

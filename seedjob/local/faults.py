"""The rules of a fault file to which of them strikes a request.

Each rule counts the requests that it matches: `after` of them pass first, then each is struck, or
a `share` of them, until `times` have been. Of the rules that match a request the first that is
due strikes, alone; those behind it do not count that request. README tells what rules there are,
`deeds` what they do. A request without a key, or to no known path, meets no fault.
"""

from dataclasses import dataclass, field
from random import Random

from seedjob.local.changes import Strike
from seedjob.local.deeds import DEEDS
from seedjob.local.wire import Answer, Hangup, Reply, Request


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule of the file, its arguments filled in."""

    on: str
    match: str
    times: int | None
    after: int
    share: float
    seed: int
    do: str
    args: dict[str, object]

    @property
    def acts(self) -> bool:
        """Tell whether the request is acted upon all the same."""
        return DEEDS[self.do].acts or bool(self.args.get("accept"))

    def change(self, reply: Reply, request: Request) -> Answer:
        """Do to the reply to a request what the rule says."""
        return DEEDS[self.do].change(reply, Strike(self.args, request))


@dataclass(slots=True)
class Standing:
    """How often a rule was met and has struck, and the dice that choose its share."""

    dice: Random
    met: int = 0
    struck: int = 0


@dataclass(slots=True)
class Faults:
    """The rules of a file and how each stands; asked on the service's loop only."""

    rules: tuple[Fault, ...] = ()
    standings: tuple[Standing, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Give each rule dice of its own, so that what others do changes nothing for it."""
        dice = (Random(f"{place} {rule.seed}") for place, rule in enumerate(self.rules))  # noqa: S311 - dice
        self.standings = tuple(map(Standing, dice))

    def take(
        self, on: str, prompt: str, *, finished: bool = False, ranged: bool = False
    ) -> Fault | None:
        """Find the rule that strikes this request, if any, and count it."""
        fits = {None: True, "finished": finished, "ranged": ranged}
        for rule, standing in zip(self.rules, self.standings, strict=True):
            if not _is_open(rule, standing, on) or not fits[DEEDS[rule.do].only]:
                continue
            if (rule.match == "*" or rule.match in prompt) and _strikes(rule, standing):
                return rule
        return None

    def drops_unread(self) -> Hangup | None:
        """Tell, and count, that the next create is to be closed before its body is read."""
        for rule, standing in zip(self.rules, self.standings, strict=True):
            if _is_open(rule, standing, "create"):
                unread = rule.do == "drop_before" and rule.match == "*" and rule.share == 1
                if unread and standing.met >= rule.after and _strikes(rule, standing):
                    return Hangup(reset=bool(rule.args["reset"]))
                return None
        return None


def idle(faults: Faults) -> list[str]:
    """Say of each rule that has never struck which it is, and how many requests it met."""
    standings = enumerate(zip(faults.rules, faults.standings, strict=True), 1)
    return [
        f"rule {number}, '{rule.do}' on {rule.on}, never struck: it met {_requests(standing.met)}"
        for number, (rule, standing) in standings
        if not standing.struck and rule.times != 0
    ]


def _requests(count: int) -> str:
    return f"{count} request{'s' * (count != 1)}" if count else "no request"


def _is_open(rule: Fault, standing: Standing, on: str) -> bool:
    return rule.on == on and (rule.times is None or standing.struck < rule.times)


def _strikes(rule: Fault, standing: Standing) -> bool:
    """Count a request that a rule matches, and tell whether it is struck."""
    standing.met += 1
    if standing.met <= rule.after or standing.dice.random() >= rule.share:
        return False
    standing.struck += 1
    return True

"""A file of fault rules to changes of replies, so that a client's way through trouble can be tried.

The file is a JSON list. Each rule: `{"on": "create" | "query" | "download", "match": part of the
task's prompt or "*" (default), "after": let this many pass first (0), "times": how often it strikes
(null: always), "do": name, …arguments}`. Of the rules that match a request the first that is due
strikes, alone; those behind it do not count that request.

| do          | on            | arguments (default)                 | what comes of it             |
| ----------- | ------------- | ----------------------------------- | ---------------------------- |
| status      | all           | status (503), body, headers, accept | another status               |
| html        | all           | status (502), accept                | a proxy's page               |
| empty       | all           | status (200), accept                | no body                      |
| code        | create, query | code ("204"), msg, accept           | an error inside a 200        |
| drop_before | all           |                                     | closed, not acted on         |
| drop_after  | all           |                                     | acted on, closed unanswered  |
| delay       | all           | seconds (5)                         | acted on, answered late      |
| truncate    | create, query |                                     | half of the answer           |
| wrap        | create, query |                                     | the reply inside `data`      |
| upper       | create, query |                                     | `status` in capitals         |
| odd_status  | create, query | word ("thinking")                   | a status of no page          |
| no_url      | query         |                                     | completed without link, once |
| fail        | create        | message                             | the task fails in the end    |
| dead_link   | download      | status (403)                        | the link is dead             |
| cut         | download      |                                     | half of the video            |
| wrong_bytes | download      |                                     | HTML named `video/mp4`       |
| slow        | all           | rate (1000, bytes a second)         | the answer drips             |

`accept: true` on a create makes the task all the same: the answer lies, the money is gone. `no_url`
counts only queries of completed tasks. `drop_before` with match `*` closes a create before reading
its body. A request without a key, or to no known path, meets no fault.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedjob.errors import UsageError
from seedjob.local.deeds import DEEDS, Args
from seedjob.local.wire import Answer, Reply

SHARED_KEYS = ("on", "match", "times", "after", "do")


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule of the file, its arguments filled in."""

    on: str
    match: str
    times: int | None
    after: int
    do: str
    args: Args

    @property
    def acts(self) -> bool:
        """Tell whether the request is acted upon all the same."""
        return DEEDS[self.do].acts or bool(self.args.get("accept"))

    def change(self, reply: Reply) -> Answer:
        """Do to a reply what the rule says."""
        return DEEDS[self.do].change(reply, self.args)


class Faults:
    """The rules of a file and how often each has been met; asked on the service's loop only."""

    def __init__(self, rules: tuple[Fault, ...] = ()) -> None:
        self.rules = rules
        self.met = [0] * len(rules)

    def take(self, on: str, prompt: str, *, finished: bool = False) -> Fault | None:
        """Find the rule that strikes this request, if any, and count it."""
        for index, rule in enumerate(self.rules):
            if not self._open(index, on) or (rule.match != "*" and rule.match not in prompt):
                continue
            if DEEDS[rule.do].finished_only and not finished:
                continue
            self.met[index] += 1
            if self.met[index] > rule.after:
                return rule
        return None

    def drops_unread(self) -> bool:
        """Tell, and count, that the next create is to be closed before its body is read."""
        first = next((i for i in range(len(self.rules)) if self._open(i, "create")), None)
        if first is None:
            return False
        rule = self.rules[first]
        due = rule.do == "drop_before" and rule.match == "*" and self.met[first] >= rule.after
        self.met[first] += due
        return due

    def _open(self, index: int, on: str) -> bool:
        rule = self.rules[index]
        return rule.on == on and (rule.times is None or self.met[index] < rule.after + rule.times)


def read_faults(path: Path | None) -> Faults:
    """Read a fault file; none means no faults."""
    if path is None:
        return Faults()
    try:
        given = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"fault file {str(path)!r}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"fault file {str(path)!r} is not JSON: {error}") from error
    if not isinstance(given, list):
        raise UsageError(f"fault file {str(path)!r} must be a list of rules")
    return Faults(tuple(_fault(rule, f"rule {n} of {path}") for n, rule in enumerate(given, 1)))


def _fault(given: Any, where: str) -> Fault:
    if not isinstance(given, dict):
        raise UsageError(f"{where} must be an object")
    deed = DEEDS.get(str(given.get("do")))
    if deed is None:
        raise UsageError(f"{where}: 'do' must be one of {', '.join(DEEDS)}")
    if given.get("on") not in deed.on:
        raise UsageError(f"{where}: {given['do']!r} needs 'on' to be {' or '.join(deed.on)}")
    if unknown := sorted(set(given) - {*SHARED_KEYS, *deed.args}):
        raise UsageError(f"{where}: {given['do']!r} takes no {unknown[0]!r}")
    match = given.get("match", "*")
    if not isinstance(match, str):
        raise UsageError(f"{where}: 'match' must be a part of the prompt or '*'")
    return Fault(
        on=given["on"],
        match=match,
        times=_count(given, "times", where) if "times" in given else deed.times,
        after=_count(given, "after", where) or 0,
        do=given["do"],
        args={
            name: _arg(given.get(name, default), default, name, where)
            for name, default in deed.args.items()
        },
    )


def _count(given: dict[str, Any], name: str, where: str) -> int | None:
    value = given.get(name)
    if value is not None and (type(value) is not int or value < 0):
        raise UsageError(f"{where}: {name!r} must be a whole number or null")
    return value


def _arg(value: Any, default: object, name: str, where: str) -> Any:
    """Hold an argument to the kind of its default; a body may be anything."""
    if name == "body" or (name == "code" and type(value) in (str, int)):
        return value
    if isinstance(default, float) and type(value) in (int, float) and value > 0:
        return float(value)
    if name == "status" and type(value) is int:
        if 200 <= value <= 599:  # noqa: PLR2004 - the range of final statuses
            return value
        raise UsageError(f"{where}: 'status' must be from 200 to 599")
    if type(value) is not type(default):
        raise UsageError(f"{where}: {name!r} must be like {json.dumps(default)}")
    return value

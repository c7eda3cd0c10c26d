"""A fault file to its rules, or to what is wrong with it: which rule, which key, what is right."""

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from seedjob.errors import UsageError
from seedjob.local.arguments import Argument, count, share, text, whole
from seedjob.local.deed import Deed
from seedjob.local.deeds import DEEDS
from seedjob.local.faults import Fault, Faults

SHARED: Mapping[str, Argument] = {
    "match": text("*"),
    "after": count(0),
    "times": count(None),
    "share": share(1),
    "seed": whole(0, 0, 2**53),
}
"""What every rule may say, beside `on` and `do`."""


def read_faults(path: Path | None) -> Faults:
    """Read a fault file; none means no faults.

    Raises UsageError for the first thing that is wrong with it.
    """
    if path is None:
        return Faults()
    try:
        given = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"fault file {str(path)!r}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"fault file {str(path)!r} is not JSON: {error}") from error
    if not isinstance(given, list):
        raise UsageError(f"fault file {str(path)!r} must be a list of rules, not {_shown(given)}")
    return Faults(tuple(_fault(rule, f"rule {n} of {path}") for n, rule in enumerate(given, 1)))


def _fault(given: Any, where: str) -> Fault:
    if not isinstance(given, dict):
        raise UsageError(f"{where} must be an object, not {_shown(given)}")
    deed = _deed(given, where)
    takes = {**SHARED, "times": Argument(deed.times, SHARED["times"].right, SHARED["times"].takes)}
    for name in (name for name in given if name not in {"on", "do", *takes, *deed.args}):
        raise UsageError(
            f"{where}: {given['do']!r} takes no {name!r}{_meant(name, (*deed.args, *takes))}"
        )
    told = {name: _argument(given, name, taken, where) for name, taken in takes.items()}
    told["after"] = told["after"] or 0
    args = {name: _argument(given, name, taken, where) for name, taken in deed.args.items()}
    return Fault(on=given["on"], do=given["do"], args=args, **told)


def _deed(given: Mapping[str, Any], where: str) -> Deed:
    do, on = given.get("do"), given.get("on")
    deed = DEEDS.get(do) if isinstance(do, str) else None
    if deed is None:
        raise UsageError(
            f"{where}: 'do' must be one of {', '.join(DEEDS)}{_not(given, 'do')}{_meant(do, DEEDS)}"
        )
    if on not in deed.on:
        raise UsageError(
            f"{where}: {do!r} needs 'on' to be {' or '.join(deed.on)}{_not(given, 'on')}"
        )
    return deed


def _argument(given: Mapping[str, Any], name: str, taken: Argument, where: str) -> Any:
    if name not in given:
        return taken.default
    if not taken.takes(given[name]):
        raise UsageError(f"{where}: {name!r} must be {taken.right}{_not(given, name)}")
    return given[name]


def _not(given: Mapping[str, Any], name: str) -> str:
    return f", not {_shown(given[name])}" if name in given else ", and is missing"


def _meant(name: object, known: Iterable[str]) -> str:
    close = get_close_matches(name, known, n=1) if isinstance(name, str) else ()
    return f"; did you mean {close[0]!r}?" if close else ""


def _shown(value: Any) -> str:
    shown = json.dumps(value)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"  # noqa: PLR2004 - as much as helps
